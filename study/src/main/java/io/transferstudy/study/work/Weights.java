package io.transferstudy.study.work;

import org.jspecify.annotations.Nullable;

/** Weights that a worker is to start from. */
public sealed interface Weights {
  /**
   * A file below the weights folder.
   *
   * @param sha256 its expected digest, or null if it is not pinned
   */
  record File(String path, @Nullable String sha256) implements Weights {}

  /**
   * A file that the gate has downloaded.
   *
   * @param uri where from
   * @param announced the digest that the manifest gives, or null
   * @param sha256 the digest that the gate has checked
   */
  record Downloaded(String uri, @Nullable String announced, String sha256) implements Weights {}

  /** An artifact of this study's own pretraining, below the artifacts folder. */
  record Artifact(String path, String sha256) implements Weights {}
}
