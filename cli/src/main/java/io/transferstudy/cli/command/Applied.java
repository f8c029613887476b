package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;

/** A manifest as it was applied, in the form that {@code study.json} keeps. */
final class Applied {
  private Applied() {}

  static Map<String, Object> of(Manifest.Valid manifest) {
    var applied = new LinkedHashMap<String, Object>();
    applied.put("apiVersion", "transferstudy.io/v1alpha1");
    applied.put("kind", "TransferStudy");
    applied.put("metadata", Map.of("name", manifest.study().name()));
    applied.put("spec", manifest.spec());
    return applied;
  }
}
