package io.transferstudy.api.mapping;

import io.transferstudy.study.work.AllowedHosts;
import java.util.List;

/**
 * What whoever runs the operator allows whoever writes studies. An entry that ends with {@code *}
 * is a prefix.
 *
 * @param images that {@code worker.image} may name
 * @param priorityClasses that {@code worker.priorityClassName} may name
 * @param claims that {@code storage} may name: {@code NAME} in every namespace, {@code
 *     NAMESPACE/NAME} in one; empty for all of the study's own namespace
 * @param downloadHosts that weights may come from: {@code HOST}, or {@code *.DOMAIN} for all below
 *     it; empty for none
 * @param torchScript whether models may be TorchScript files, which are programs
 */
public record ClusterPolicy(
    List<String> images,
    List<String> priorityClasses,
    List<String> claims,
    List<String> downloadHosts,
    boolean torchScript) {
  public ClusterPolicy {
    images = List.copyOf(images);
    priorityClasses = List.copyOf(priorityClasses);
    claims = List.copyOf(claims);
    downloadHosts = List.copyOf(downloadHosts);
  }

  /** A policy under which every claim of the study's namespace may be named, and nothing more. */
  public ClusterPolicy(List<String> images, List<String> priorityClasses) {
    this(images, priorityClasses, List.of(), List.of(), false);
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

  /** Whether weights may be downloaded from that host. */
  boolean allowsDownload(String host) {
    return new AllowedHosts(downloadHosts).allow(host);
  }

  private static boolean fits(String entry, String name) {
    return entry.endsWith("*")
        ? name.startsWith(entry.substring(0, entry.length() - 1))
        : name.equals(entry);
  }
}
