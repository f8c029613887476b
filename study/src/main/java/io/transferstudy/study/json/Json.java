package io.transferstudy.study.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;

/** Reads and writes the values of the worker contract. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addMixIn(ModelSource.class, ModelSources.class)
          .addMixIn(DatasetSource.class, DatasetSources.class)
          .addMixIn(Setting.class, Settings.class)
          .addMixIn(Recipe.Length.class, Lengths.class)
          .addMixIn(Recipe.Crop.class, Crops.class)
          .addMixIn(Stage.class, Stages.class)
          .addMixIn(Weights.class, WeightsKinds.class)
          .addMixIn(Outcome.class, Outcomes.class)
          .addMixIn(Outcome.Chosen.class, ChosenKinds.class)
          .build();

  private Json() {}

  /** One line of JSON; components in declaration order, maps by key, nulls left out. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /** The same, indented for people. */
  public static String writeIndented(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /**
   * Reads a value; unknown properties are ignored, so that an older reader accepts a newer writer.
   *
   * @throws MalformedJsonException saying what is wrong and where
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new MalformedJsonException("null is no " + type.getSimpleName(), null);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(
          "not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ModelSource.WeightsFile.class, name = "weightsFile"),
    @JsonSubTypes.Type(value = ModelSource.Download.class, name = "download"),
    @JsonSubTypes.Type(value = ModelSource.TorchScript.class, name = "torchScript"),
    @JsonSubTypes.Type(value = ModelSource.Pretrained.class, name = "pretrained"),
    @JsonSubTypes.Type(value = ModelSource.None.class, name = "none")
  })
  private interface ModelSources {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = DatasetSource.Catalogue.class, name = "catalogue"),
    @JsonSubTypes.Type(value = DatasetSource.ImageFolder.class, name = "imageFolder"),
    @JsonSubTypes.Type(value = DatasetSource.Listed.class, name = "listed"),
    @JsonSubTypes.Type(value = DatasetSource.Procedural.class, name = "procedural")
  })
  private interface DatasetSources {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Setting.FixedFeatures.class, name = "fixedFeatures"),
    @JsonSubTypes.Type(value = Setting.Training.class, name = "training")
  })
  private interface Settings {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "unit")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Recipe.Length.Steps.class, name = "steps"),
    @JsonSubTypes.Type(value = Recipe.Length.Epochs.class, name = "epochs")
  })
  private interface Lengths {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Recipe.Crop.RandomResized.class, name = "randomResized"),
    @JsonSubTypes.Type(value = Recipe.Crop.Shift.class, name = "shift")
  })
  private interface Crops {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Stage.Prepare.class, name = "prepare"),
    @JsonSubTypes.Type(value = Stage.Gate.class, name = "gate"),
    @JsonSubTypes.Type(value = Stage.Check.class, name = "check"),
    @JsonSubTypes.Type(value = Stage.Pretrain.class, name = "pretrain"),
    @JsonSubTypes.Type(value = Stage.FixedFeatures.class, name = "fixedFeatures"),
    @JsonSubTypes.Type(value = Stage.Training.class, name = "training")
  })
  private interface Stages {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Weights.File.class, name = "file"),
    @JsonSubTypes.Type(value = Weights.Downloaded.class, name = "downloaded"),
    @JsonSubTypes.Type(value = Weights.Artifact.class, name = "artifact")
  })
  private interface WeightsKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Success.class, name = "success"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed")
  })
  private interface Outcomes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Chosen.L2.class, name = "l2"),
    @JsonSubTypes.Type(value = Outcome.Chosen.Point.class, name = "point")
  })
  private interface ChosenKinds {}
}
