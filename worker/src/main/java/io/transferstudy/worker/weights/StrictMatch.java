package io.transferstudy.worker.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Weights are taken whole or not at all: every tensor that a network has, of its shape, and none
 * besides. What differs is told at once.
 */
public final class StrictMatch {
  private StrictMatch() {}

  /**
   * Passes only if a file has what a network needs.
   *
   * @param network shape by name, in the network's order
   * @param file shape by name, as the file has them
   * @param replaced names that may be absent or of any shape: the classifier's, where the network
   *     is carried to other classes
   * @param source the file, for messages
   * @throws WeightsException with all tensors that are missing, surplus or of another shape; the
   *     first few of each by name
   */
  public static void require(
      Map<String, long[]> network,
      Map<String, long[]> file,
      Predicate<String> replaced,
      String source) {
    var missing = new ArrayList<String>();
    var reshaped = new ArrayList<String>();
    network.forEach((name, shape) -> {
      long[] found = file.get(name);
      if (replaced.test(name)) {
        return;
      }
      if (found == null) {
        missing.add(Shown.name(name) + " " + Arrays.toString(shape));
      } else if (!Arrays.equals(found, shape)) {
        reshaped.add(
            "%s is %s in the network and %s in the file"
                .formatted(Shown.name(name), Arrays.toString(shape), Arrays.toString(found)));
      }
    });
    List<String> surplus =
        file.keySet().stream()
            .filter(name -> !network.containsKey(name) && !replaced.test(name))
            .map(Shown::name)
            .toList();
    var differences = new ArrayList<String>();
    note(differences, missing, "missing");
    note(differences, surplus, "not the network's");
    note(differences, reshaped, "of another shape");
    if (!missing.isEmpty()) {
      addition(file.keySet(), network.keySet()).ifPresent(differences::add);
    }
    if (!differences.isEmpty()) {
      throw new WeightsException(
          "%s: the weights do not fit the network: %s"
              .formatted(source, String.join("; ", differences)));
    }
  }

  /** What stands before all names of the file, if the network knows names without it. */
  private static Optional<String> addition(Set<String> file, Set<String> network) {
    String first = file.stream().findFirst().orElse("");
    String addition = first.substring(0, first.indexOf('.') + 1);
    boolean all = !addition.isEmpty() && file.stream().allMatch(name -> name.startsWith(addition));
    return all && network.stream().anyMatch(name -> file.contains(addition + name))
        ? Optional.of(
            "all names of the file begin with '%s': save them without it"
                .formatted(Shown.name(addition)))
        : Optional.empty();
  }

  private static void note(List<String> differences, List<String> tensors, String what) {
    if (!tensors.isEmpty()) {
      differences.add("%d %s: %s".formatted(tensors.size(), what, Shown.some(tensors)));
    }
  }
}
