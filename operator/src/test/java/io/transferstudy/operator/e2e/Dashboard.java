package io.transferstudy.operator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/** The queries of the dashboard as Grafana would send them. */
final class Dashboard {
  private Dashboard() {}

  /** All queries, for one study and a rate over ten minutes. */
  static List<String> queries(String namespace, String study) throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(Shell.ROOT.resolve("dashboards/study.json").toFile());
    return dashboard.findValues("expr").stream()
        .map(query ->
            query
                .asText()
                .replace("$namespace", namespace)
                .replace("$study", study)
                .replace("$__rate_interval", "10m"))
        .toList();
  }
}
