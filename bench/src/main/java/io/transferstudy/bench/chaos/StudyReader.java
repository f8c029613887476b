package io.transferstudy.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.transferstudy.study.work.WorkId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a study asks for and what its status says. */
final class StudyReader {
  private final String uid;
  private final JsonNode spec;
  private final JsonNode status;

  StudyReader(String uid, JsonNode study) {
    this.uid = uid;
    this.spec = study.path("spec");
    this.status = study.path("status");
  }

  /** By the key of each piece of work: all that the spec says of it. */
  Map<String, String> asked() {
    var asked = new HashMap<String, String>();
    boolean weights = false;
    for (JsonNode setting : spec.path("settings")) {
      weights |= !setting.path("preset").asText().equals("random-init");
      for (JsonNode dataset : spec.path("datasets")) {
        for (JsonNode model : spec.path("models")) {
          asked.put(
              String.join("/", name(model), name(dataset), name(setting)),
              model + "\n" + dataset + "\n" + setting);
        }
      }
    }
    spec.path("datasets").forEach(dataset -> prepared(dataset, asked));
    for (JsonNode model : spec.path("models")) {
      if (model.has("pretrain")) {
        asked.put(new WorkId.Pretrain(name(model)).key(), model.toString());
        prepared(model.at("/pretrain/dataset"), asked);
      } else if (model.has("weights") && weights) {
        asked.put(new WorkId.Gate(name(model)).key(), model.toString());
      }
    }
    return asked;
  }

  private static void prepared(JsonNode dataset, Map<String, String> asked) {
    if (!dataset.has("procedural")) {
      asked.put(new WorkId.Prepare(name(dataset)).key(), dataset.toString());
    }
  }

  private static String name(JsonNode entry) {
    return entry.path("name").asText();
  }

  /** Null before the first. */
  Fact.@Nullable Status status() {
    if (!status.isObject()) {
      return null;
    }
    JsonNode counts = status.path("counts");
    return new Fact.Status(
        status.path("observedGeneration").asLong(),
        status.path("state").asText(),
        counts.path("succeeded").asInt(),
        counts.path("failed").asInt(),
        counts.path("total").asInt(),
        correct(status.path("grid")),
        shared(),
        status.toString().getBytes(StandardCharsets.UTF_8).length);
  }

  /** The grid's columns: settings outermost, then data sets, models and the one seed. */
  private static Map<String, Integer> correct(JsonNode grid) {
    var cells = new ArrayList<String>();
    for (JsonNode setting : grid.path("settings")) {
      for (JsonNode dataset : grid.path("datasets")) {
        for (JsonNode model : grid.path("models")) {
          cells.add(model.asText() + "/" + dataset.asText() + "/" + setting.asText());
        }
      }
    }
    String phases = grid.path("phases").asText();
    var correct = new HashMap<String, Integer>();
    for (int i = 0; i < cells.size(); i++) {
      if (phases.startsWith("S", i)) {
        correct.put(cells.get(i), grid.path("correct").path(i).asInt(-1));
      }
    }
    return correct;
  }

  private Map<String, Fact.Record> shared() {
    var shared = new HashMap<String, Fact.Record>();
    for (JsonNode gate : status.path("gates")) {
      put(
          shared,
          new WorkId.Gate(gate.path("model").asText()),
          gate,
          weights(gate),
          "correct",
          "total");
    }
    for (JsonNode model : status.path("pretrained")) {
      String pod = PlayedWorker.pod(model.path("artifacts").asText());
      put(
          shared,
          new WorkId.Pretrain(model.path("model").asText()),
          model,
          pod.equals(weights(model)) ? pod : "",
          "correct",
          "total");
    }
    for (JsonNode dataset : status.path("prepared")) {
      String pod = PlayedWorker.pod(dataset.path("artifacts").asText());
      put(
          shared,
          new WorkId.Prepare(dataset.path("dataset").asText()),
          dataset,
          pod,
          "images",
          "found");
    }
    return shared;
  }

  private static String weights(JsonNode model) {
    return model.path("weightsSha256").asText();
  }

  private void put(
      Map<String, Fact.Record> shared,
      WorkId work,
      JsonNode record,
      String pod,
      String correct,
      String total) {
    int attempt = record.path("attempt").asInt();
    String phase = record.path("phase").asText();
    shared.put(
        work.key(),
        new Fact.Record(
            new Fact.Work(uid, work.key(), record.path("definition").asText()),
            attempt,
            phase.equals("Failed"),
            phase.equals("Succeeded")
                ? new Fact.Result(
                    pod, attempt, record.path(correct).asInt(), record.path(total).asInt())
                : null));
  }
}
