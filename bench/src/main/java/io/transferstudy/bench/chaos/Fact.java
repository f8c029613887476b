package io.transferstudy.bench.chaos;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object as one revision of etcd has it: what happened, whoever says what. */
sealed interface Fact {
  /** Etcd's revision: the order of everything in the cluster. */
  long revision();

  /** Of the object: another one may have its name later. */
  String uid();

  /**
   * What a Job, a pod or a record is about.
   *
   * @param study UID
   * @param key of a cell {@code model/dataset/setting}, of what is done once {@code gate/model},
   *     {@code pretrain/model} or {@code prepare/dataset}
   * @param definition digest of all that can change the result
   */
  record Work(String study, String key, String definition) {
    /** Wherever an edit moves the definition. */
    String place() {
      return place(study, key);
    }

    static String place(String study, String key) {
      return study + " " + key;
    }

    static boolean isCell(String key) {
      return key.split("/", -1).length == 3;
    }
  }

  /**
   * A result, as a pod said it or as a status keeps it.
   *
   * @param pod UID of the pod that said it
   * @param attempt of the work
   * @param correct test examples classified correctly, images packed
   * @param total test examples, images found
   */
  record Result(String pod, int attempt, int correct, int total) {}

  /**
   * What a request names of something that is done once.
   *
   * @param key of that work
   * @param asked all that is asked of it
   * @param pod UID of the pod whose result the request names; empty if it names none
   */
  record Input(String key, String asked, String pod) {}

  /**
   * What a worker is asked.
   *
   * @param asked of work that is done once, all that may change its result; else empty
   * @param inputs what it needs of others
   */
  record Request(String asked, List<Input> inputs) {
    public Request {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * A Job.
   *
   * @param ended whether it is complete or has failed
   */
  record OfJob(
      long revision,
      String uid,
      String name,
      Work work,
      int attempt,
      boolean ended,
      Request request)
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
   * What a status keeps of a piece of work.
   *
   * @param failed whether for good
   * @param result if it succeeded
   */
  record Record(Work work, int attempt, boolean failed, @Nullable Result result) {}

  /** A TransferCell with its status. */
  record OfCell(long revision, String uid, String name, Record record) implements Fact {
    Work work() {
      return record.work();
    }

    @Nullable Result result() {
      return record.result();
    }
  }

  /**
   * A TransferStudy.
   *
   * @param asked by the key of the work that its spec asks for: all that the spec says of it
   * @param status null before the first
   */
  record OfStudy(
      long revision,
      String uid,
      String name,
      long generation,
      boolean suspended,
      int parallelism,
      Map<String, String> asked,
      @Nullable Status status)
      implements Fact {
    public OfStudy {
      asked = Map.copyOf(asked);
    }

    /** Records of what is done once, by its key. */
    Map<String, Record> shared() {
      return status == null ? Map.of() : status.shared();
    }

    /** The generation that its status is about; 0 before the first. */
    long seen() {
      return status == null ? 0 : status.observedGeneration();
    }
  }

  /**
   * A study's status.
   *
   * @param observedGeneration of the spec that it is about
   * @param state in a word
   * @param succeeded cells
   * @param failed cells
   * @param total cells
   * @param correct of every cell of its grid that has succeeded
   * @param shared records of what is done once, by its key
   * @param bytes as JSON
   */
  record Status(
      long observedGeneration,
      String state,
      int succeeded,
      int failed,
      int total,
      Map<String, Integer> correct,
      Map<String, Record> shared,
      int bytes) {
    public Status {
      correct = Map.copyOf(correct);
      shared = Map.copyOf(shared);
    }
  }

  /** A node. */
  record OfNode(long revision, String uid, String name) implements Fact {}

  /** An object is no more. */
  record Gone(long revision, String uid) implements Fact {}
}
