package io.transferstudy.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from a Job what its worker is asked, and which results of others it is to use. */
final class RequestReader {
  private RequestReader() {}

  static Fact.Request read(JsonNode job) throws IOException {
    JsonNode arguments = job.at("/spec/template/spec/containers/0/args");
    String json = arguments.path(arguments.size() - 1).asText();
    try {
      return of(Json.read(json, WorkRequest.class).stage());
    } catch (MalformedJsonException e) {
      throw new IOException("Job " + job.at("/metadata/name").asText() + " has no request", e);
    }
  }

  private static Fact.Request of(Stage stage) {
    return switch (stage) {
      case Stage.Prepare(var dataset) -> new Fact.Request(asked(dataset), List.of());
      case Stage.Gate(var model) -> new Fact.Request(Json.write(model), List.of());
      case Stage.Pretrain(var model, var source, _) ->
          new Fact.Request(Json.write(model), images(source));
      case Stage.FixedFeatures(var model, var weights, var data, _) ->
          cell(data, weights(model, weights));
      case Stage.Training(var model, var weights, var data, var setting) ->
          cell(data, setting.needsWeights() ? weights(model, weights) : List.of());
      case Stage.Check _ -> throw new IllegalArgumentException("no cluster runs " + stage);
    };
  }

  private static Fact.Request cell(Stage.Data data, List<Fact.Input> weights) {
    var inputs = new ArrayList<>(images(data));
    inputs.addAll(weights);
    return new Fact.Request("", inputs);
  }

  private static String asked(Dataset dataset) {
    return Json.write(dataset.source());
  }

  private static List<Fact.Input> images(Stage.Data data) {
    Dataset dataset = data.dataset();
    return dataset.source() instanceof DatasetSource.Procedural
        ? List.of()
        : List.of(
            new Fact.Input(
                new WorkId.Prepare(dataset.name()).key(),
                asked(dataset),
                PlayedWorker.pod(data.pack())));
  }

  private static List<Fact.Input> weights(Model model, @Nullable Weights weights) {
    WorkId work =
        model.source() instanceof ModelSource.Pretrained
            ? new WorkId.Pretrain(model.name())
            : new WorkId.Gate(model.name());
    return List.of(new Fact.Input(work.key(), Json.write(model), pod(weights)));
  }

  private static String pod(@Nullable Weights weights) {
    return switch (weights) {
      case Weights.File(_, var sha256) -> sha256 == null ? "" : sha256;
      case Weights.Downloaded(_, _, var sha256) -> sha256;
      case Weights.Artifact(var path, var sha256) -> PlayedWorker.pod(path, sha256);
      case null -> "";
    };
  }
}
