package io.transferstudy.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads all that ever happened from etcd itself, over its JSON gateway. */
final class EtcdHistory {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String EVERYTHING = base64("\0");

  private final URI etcd;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The history of the etcd that listens on a port of 127.0.0.1. */
  EtcdHistory(int port) {
    etcd = URI.create("http://127.0.0.1:" + port);
  }

  /**
   * The facts from the first revision to the newest, in their order.
   *
   * @throws IOException also if etcd does not have all revisions any more
   */
  List<Fact> read() throws IOException, InterruptedException {
    long newest = newest();
    var facts = new ArrayList<Fact>();
    var reader = new FactReader();
    String watch =
        """
        {"create_request": {"key": "%1$s", "range_end": "%1$s", "start_revision": "1"}}
        """
            .formatted(EVERYTHING);
    var response = http.send(request("/v3/watch", watch), BodyHandlers.ofInputStream());
    long revision = 0;
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      while (revision < newest) {
        String line = lines.readLine();
        JsonNode result = line == null ? null : MAPPER.readTree(line).path("result");
        if (result == null || result.isMissingNode() || result.path("canceled").asBoolean()) {
          throw new IOException("etcd does not tell its history: " + line);
        }
        for (JsonNode event : result.path("events")) {
          JsonNode pair = event.path("kv");
          revision = pair.path("mod_revision").asLong();
          boolean gone = event.path("type").asText().equals("DELETE");
          reader
              .read(
                  revision,
                  new String(decoded(pair.path("key")), StandardCharsets.UTF_8),
                  gone ? null : decoded(pair.path("value")))
              .ifPresent(facts::add);
        }
      }
    }
    return facts;
  }

  private long newest() throws IOException, InterruptedException {
    String range = "{\"key\": \"%s\"}".formatted(base64("/registry/"));
    String answer = http.send(request("/v3/kv/range", range), BodyHandlers.ofString()).body();
    return MAPPER.readTree(answer).at("/header/revision").asLong();
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(etcd.resolve(path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static byte[] decoded(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asText());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
