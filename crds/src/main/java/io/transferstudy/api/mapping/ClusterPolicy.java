package io.transferstudy.api.mapping;

import java.util.List;

/**
 * What whoever runs the operator allows whoever writes studies. An entry that ends with {@code *}
 * is a prefix.
 *
 * @param images that {@code worker.image} may name
 * @param priorityClasses that {@code worker.priorityClassName} may name
 * @param claims that {@code storage} may name: {@code NAME} in every namespace, {@code
 *     NAMESPACE/NAME} in one; empty for all of the study's own namespace
 */
public record ClusterPolicy(
    List<String> images, List<String> priorityClasses, List<String> claims) {
  public ClusterPolicy {
    images = List.copyOf(images);
    priorityClasses = List.copyOf(priorityClasses);
    claims = List.copyOf(claims);
  }

  /** A policy under which every claim of the study's namespace may be named. */
  public ClusterPolicy(List<String> images, List<String> priorityClasses) {
    this(images, priorityClasses, List.of());
  }

  boolean allowsImage(String image) {
    return images.stream().anyMatch(entry -> fits(entry, image));
  }

  /** Whether a study of {@code namespace} may use that claim of its namespace. */
  boolean allowsClaim(String namespace, String claim) {
    return claims.isEmpty()
        || claims.stream()
            .anyMatch(entry -> {
              int slash = entry.indexOf('/');
              return (slash < 0 || entry.substring(0, slash).equals(namespace))
                  && fits(entry.substring(slash + 1), claim);
            });
  }

  private static boolean fits(String entry, String name) {
    return entry.endsWith("*")
        ? name.startsWith(entry.substring(0, entry.length() - 1))
        : name.equals(entry);
  }
}
