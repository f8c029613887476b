package io.transferstudy.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.transferstudy.api.v1alpha1.Api;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads facts from etcd's keys and values, in the order of their revisions. */
final class FactReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ROOT = "/registry/";
  private static final String CELL = "cell/";

  private final Map<String, String> uids = new HashMap<>();

  /**
   * Reads a change of a key; empty if it is none of the kinds that are judged.
   *
   * @param value null if the key was deleted
   */
  Optional<Fact> read(long revision, String key, byte @Nullable [] value) throws IOException {
    String kind = kind(key);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    if (value == null) {
      String uid = uids.remove(key);
      return uid == null ? Optional.empty() : Optional.of(new Fact.Gone(revision, uid));
    }
    if (value.length == 0 || value[0] != '{') {
      throw new IOException(key + " is not stored as JSON: --storage-media-type=application/json");
    }
    JsonNode object = MAPPER.readTree(value);
    String uid = object.at("/metadata/uid").asText();
    uids.put(key, uid);
    return switch (kind) {
      case "jobs" -> job(revision, uid, object);
      case "pods" -> pod(revision, uid, object);
      case "transfercells" -> Optional.of(cell(revision, uid, object));
      case "transferstudies" -> Optional.of(study(revision, uid, object));
      default -> Optional.of(new Fact.OfNode(revision, uid, name(object)));
    };
  }

  private static String kind(String key) {
    String path = key.startsWith(ROOT) ? key.substring(ROOT.length()) : "";
    for (String kind : List.of("jobs", "pods", "minions")) {
      if (path.startsWith(kind + "/")) {
        return kind;
      }
    }
    for (String kind : List.of("transfercells", "transferstudies")) {
      if (path.startsWith(Api.GROUP + "/" + kind + "/")) {
        return kind;
      }
    }
    return "";
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  private static String label(JsonNode object, String name) {
    return object.at("/metadata/labels").path(Api.GROUP + "/" + name).asText();
  }

  /** Empty for what is not of a study's work. */
  private static Optional<Fact.Work> work(JsonNode object) {
    JsonNode annotations = object.at("/metadata/annotations");
    String key = annotations.path(Api.GROUP + "/work").asText();
    return key.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Fact.Work(
                label(object, "study-uid"),
                key.startsWith(CELL) ? withoutSeed(key.substring(CELL.length())) : key,
                annotations.path(Api.GROUP + "/definition").asText()));
  }

  private static String withoutSeed(String cell) {
    return cell.substring(0, cell.lastIndexOf('/'));
  }

  private static Optional<Fact> job(long revision, String uid, JsonNode object) throws IOException {
    Optional<Fact.Work> work = work(object);
    if (work.isEmpty()) {
      return Optional.empty();
    }
    boolean ended = false;
    for (JsonNode condition : object.at("/status/conditions")) {
      String type = condition.path("type").asText();
      ended |=
          (type.equals("Complete") || type.equals("Failed"))
              && condition.path("status").asText().equals("True");
    }
    return Optional.of(
        new Fact.OfJob(
            revision,
            uid,
            name(object),
            work.get(),
            attempt(object),
            ended,
            RequestReader.read(object)));
  }

  private static int attempt(JsonNode object) {
    return Integer.parseInt(label(object, "attempt"));
  }

  private static Optional<Fact> pod(long revision, String uid, JsonNode object) throws IOException {
    Optional<Fact.Work> work = work(object);
    if (work.isEmpty()) {
      return Optional.empty();
    }
    String phase = object.at("/status/phase").asText();
    JsonNode node = object.at("/spec/nodeName");
    return Optional.of(
        new Fact.OfPod(
            revision,
            uid,
            name(object),
            object.at("/metadata/ownerReferences/0/uid").asText(),
            work.get(),
            node.isTextual() ? node.asText() : null,
            phase.equals("Succeeded") || phase.equals("Failed"),
            phase.equals("Succeeded") ? said(uid, object) : null));
  }

  private static Fact.@Nullable Result said(String uid, JsonNode object) throws IOException {
    String message = object.at("/status/containerStatuses/0/state/terminated/message").asText();
    if (!message.startsWith("{")) {
      return null;
    }
    JsonNode result = MAPPER.readTree(message);
    JsonNode outcome = result.path("outcome");
    return outcome.path("type").asText().equals("success")
        ? new Fact.Result(
            uid,
            result.path("attempt").asInt(),
            (int) Math.round(outcome.path("correct").asDouble()),
            outcome.path("total").asInt())
        : null;
  }

  private static Fact cell(long revision, String uid, JsonNode object) {
    JsonNode spec = object.path("spec");
    JsonNode status = object.path("status");
    String cell =
        String.join(
            "/",
            spec.path("model").asText(),
            spec.path("dataset").asText(),
            spec.path("setting").asText());
    int attempt = status.path("attempt").asInt();
    String phase = status.path("phase").asText();
    return new Fact.OfCell(
        revision,
        uid,
        name(object),
        new Fact.Record(
            new Fact.Work(spec.path("studyUid").asText(), cell, spec.path("definition").asText()),
            attempt,
            phase.equals("Failed"),
            phase.equals("Succeeded")
                ? new Fact.Result(
                    PlayedWorker.pod(status.path("artifacts").asText()),
                    attempt,
                    status.path("correct").asInt(),
                    status.path("total").asInt())
                : null));
  }

  private static Fact study(long revision, String uid, JsonNode object) {
    JsonNode spec = object.path("spec");
    var reader = new StudyReader(uid, object);
    return new Fact.OfStudy(
        revision,
        uid,
        name(object),
        object.at("/metadata/generation").asLong(),
        spec.path("suspend").asBoolean(),
        spec.path("parallelism").asInt(),
        reader.asked(),
        reader.status());
  }
}
