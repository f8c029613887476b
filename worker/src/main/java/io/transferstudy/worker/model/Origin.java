package io.transferstudy.worker.model;

import java.util.Optional;

/**
 * Where an architecture of the catalogue comes from.
 *
 * @param paper that describes it
 * @param keys the library and its model whose tensor names it has; none if nobody else builds it
 * @param variant what it is a variant of, if it is one
 */
public record Origin(Paper paper, Optional<String> keys, Optional<Variant> variant) {

  /**
   * The same keys as another entry, but another function: weights of one are wrong in the other.
   *
   * @param of the other entry's name
   * @param difference from it, in words
   */
  public record Variant(String of, String difference) {}

  /** As a library builds it: {@code keys} is the library's name and the model's in it. */
  static Origin of(Paper paper, String keys) {
    return new Origin(paper, Optional.of(keys), Optional.empty());
  }

  /** After a paper, but of a size that is this catalogue's own. */
  static Origin after(Paper paper) {
    return new Origin(paper, Optional.empty(), Optional.empty());
  }

  /** This origin for a variant of the entry of that name. */
  Origin variant(String of, String difference) {
    return new Origin(paper, keys, Optional.of(new Variant(of, difference)));
  }
}
