package io.transferstudy.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a study's numbers are made with, as reports list it. */
final class Provenance {
  private Provenance() {}

  static Map<String, String> ofThisProcess(int threads) {
    var provenance = new LinkedHashMap<String, String>();
    provenance.put("transfer-study", Versions.own());
    provenance.put("Java", Runtime.version().toString());
    provenance.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    provenance.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    provenance.put("engine threads", Integer.toString(threads));
    return provenance;
  }
}
