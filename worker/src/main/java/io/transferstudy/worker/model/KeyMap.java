package io.transferstudy.worker.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How another library names the tensors of a network that computes the same. It applies to a file
 * that has the other library's sign, for a network that has ours.
 *
 * @param library whose names these are, for messages
 * @param fileSign a tensor that tells the other library's files
 * @param networkSign a tensor that tells the networks of this family
 * @param rules the first that fits a name renames it; a name that none fits stays
 */
record KeyMap(String library, String fileSign, String networkSign, List<KeyRule> rules) {

  KeyMap {
    rules = List.copyOf(rules);
  }

  static KeyMap of(String library, String fileSign, String networkSign, KeyRule... rules) {
    return new KeyMap(library, fileSign, networkSign, List.of(rules));
  }

  /** Whether a file of these names is meant for a network of those. */
  boolean applies(Set<String> file, Set<String> network) {
    return file.contains(fileSign) && !network.contains(fileSign) && network.contains(networkSign);
  }

  /** The file's tensors under the network's names. One whose new name is taken keeps its own. */
  Map<String, NamedTensor> rename(Map<String, NamedTensor> file) {
    var renamed = new LinkedHashMap<String, NamedTensor>();
    file.forEach((name, tensor) -> {
      var rule = rules.stream().filter(each -> each.fits(name)).findFirst();
      String wanted = rule.map(each -> each.rename(name)).orElse(name);
      if (rule.isEmpty() || file.containsKey(wanted)) {
        renamed.put(name, tensor);
      } else {
        renamed.put(wanted, rule.get().reshape(tensor));
      }
    });
    return renamed;
  }
}
