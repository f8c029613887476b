package io.transferstudy.bench.chaos;

import java.util.Optional;

/** Where a model's weights or a data set's images come from. */
enum Source {
  /** Of a model: it has no weights. */
  NONE("", ""),
  /** Of a model: a file with weights, which is checked first. */
  GIVEN("given", "gate"),
  /** Of a model: trained on images that the worker draws. */
  PRETRAINED("pretrained", "pretrain"),
  /** Of a model: trained on files that are prepared before. */
  PRETRAINED_ON_FILES("pretrained on files", "pretrain"),
  /** Of a data set: the worker draws its images. */
  DRAWN("", ""),
  /** Of a data set: files, which are prepared first. */
  FILES("files", "prepare");

  private final String words;
  private final String work;

  Source(String words, String work) {
    this.words = words;
    this.work = work;
  }

  /** For the log; empty where there is nothing to say. */
  String words() {
    return words;
  }

  /** The kind of work that is done once for it, as in {@code gate/m1}. */
  Optional<String> work() {
    return work.isEmpty() ? Optional.empty() : Optional.of(work);
  }
}
