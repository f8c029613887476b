package io.transferstudy.api.mapping;

import java.util.List;

/**
 * What whoever runs the operator allows whoever writes studies.
 *
 * @param images that {@code worker.image} may name; an entry that ends with {@code *} is a prefix
 * @param priorityClasses that {@code worker.priorityClassName} may name
 */
public record ClusterPolicy(List<String> images, List<String> priorityClasses) {
  public ClusterPolicy {
    images = List.copyOf(images);
    priorityClasses = List.copyOf(priorityClasses);
  }

  boolean allowsImage(String image) {
    return images.stream()
        .anyMatch(entry ->
            entry.endsWith("*")
                ? image.startsWith(entry.substring(0, entry.length() - 1))
                : image.equals(entry));
  }
}
