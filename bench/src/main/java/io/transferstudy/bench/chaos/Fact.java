package io.transferstudy.bench.chaos;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object as one revision of etcd has it: what happened, whoever says what. */
sealed interface Fact {
  /** Etcd's revision: the order of everything in the cluster. */
  long revision();

  /** Of the object: another one may have its name later. */
  String uid();

  /**
   * What a Job or a cell is about.
   *
   * @param study UID
   * @param cell as {@code model/dataset/setting}
   * @param definition digest of all that can change the result
   */
  record Work(String study, String cell, String definition) {}

  /**
   * A result, as a pod said it or as a cell keeps it.
   *
   * @param pod UID of the pod that said it
   * @param attempt of the work
   * @param correct test examples classified correctly
   * @param total test examples
   */
  record Result(String pod, int attempt, int correct, int total) {}

  /**
   * A Job.
   *
   * @param ended whether it is complete or has failed
   */
  record OfJob(long revision, String uid, String name, Work work, int attempt, boolean ended)
      implements Fact {}

  /**
   * A worker's pod.
   *
   * @param job UID of its Job
   * @param node that it is bound to; null before
   * @param ended whether it has succeeded or failed
   * @param result what it ended with, if it succeeded
   */
  record OfPod(
      long revision,
      String uid,
      String name,
      String job,
      Work work,
      @Nullable String node,
      boolean ended,
      @Nullable Result result)
      implements Fact {}

  /**
   * A TransferCell.
   *
   * @param attempt of its status
   * @param result that its status keeps
   */
  record OfCell(
      long revision, String uid, String name, Work work, int attempt, @Nullable Result result)
      implements Fact {}

  /**
   * A TransferStudy.
   *
   * @param cells that its spec asks for, with all that its spec says of each
   * @param status null before the first
   */
  record OfStudy(
      long revision,
      String uid,
      String name,
      long generation,
      boolean suspended,
      int parallelism,
      Map<String, String> cells,
      @Nullable Status status)
      implements Fact {
    public OfStudy {
      cells = Map.copyOf(cells);
    }
  }

  /**
   * A study's status.
   *
   * @param observedGeneration of the spec that it is about
   * @param state in a word
   * @param succeeded cells
   * @param total cells
   * @param correct of every cell of its grid
   * @param bytes as JSON
   */
  record Status(
      long observedGeneration,
      String state,
      int succeeded,
      int total,
      Map<String, Integer> correct,
      int bytes) {
    public Status {
      correct = Map.copyOf(correct);
    }
  }

  /** A node. */
  record OfNode(long revision, String uid, String name) implements Fact {}

  /** An object is no more. */
  record Gone(long revision, String uid) implements Fact {}
}
