package io.transferstudy.operator.study;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellSpec;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads studies and cells so that one that cannot be read does not stop the list that it is in, and
 * with it every other study. A spec that cannot be read comes out as none and with the reason,
 * which the study's status then shows; a status as none, so that it is written anew: what it told
 * of finished work is in the artifacts.
 */
public final class TolerantReading {
  private static final Logger LOG = LoggerFactory.getLogger(TolerantReading.class);

  /**
   * In memory only: an object that is written is always a fresh one. Its name is another in every
   * process, so that nobody can write a study with it.
   */
  private static final String PROBLEM = Api.GROUP + "/unreadable-" + UUID.randomUUID();

  private TolerantReading() {}

  /** Serialization for the operator's client. */
  public static KubernetesSerialization serialization() {
    var mapper = new ObjectMapper();
    mapper.registerModule(new SimpleModule("studies").setDeserializerModifier(new Modifier()));
    return new KubernetesSerialization(mapper, true);
  }

  /** Why a study could not be read, if that is so. */
  static Optional<String> problem(TransferStudy study) {
    Map<String, String> annotations = study.getMetadata().getAnnotations();
    return Optional.ofNullable(annotations).map(all -> all.get(PROBLEM));
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription description, JsonDeserializer<?> usual) {
      if (description.getBeanClass() == TransferStudy.class) {
        return new Tolerant<>(
            TransferStudy.class,
            TransferStudySpec.class,
            TransferStudyStatus.class,
            TransferStudy::new,
            usual);
      }
      if (description.getBeanClass() == TransferCell.class) {
        return new Tolerant<>(
            TransferCell.class,
            TransferCellSpec.class,
            TransferCellStatus.class,
            TransferCell::new,
            usual);
      }
      return usual;
    }
  }

  private static final class Tolerant<S, T, R extends CustomResource<S, T>>
      extends StdDeserializer<R> implements ResolvableDeserializer {
    private static final long serialVersionUID = 1;

    private final Class<S> spec;
    private final Class<T> status;
    private final transient Supplier<R> empty;
    private final transient JsonDeserializer<?> usual;

    private Tolerant(
        Class<R> kind,
        Class<S> spec,
        Class<T> status,
        Supplier<R> empty,
        JsonDeserializer<?> usual) {
      super(kind);
      this.spec = spec;
      this.status = status;
      this.empty = empty;
      this.usual = usual;
    }

    @Override
    public void resolve(DeserializationContext context) throws JsonMappingException {
      if (usual instanceof ResolvableDeserializer resolvable) {
        resolvable.resolve(context);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // what is usual for this kind
    public R deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      TreeNode tree = parser.readValueAsTree();
      try (JsonParser replay = tree.traverse(parser.getCodec())) {
        replay.nextToken();
        return (R) usual.deserialize(replay, context);
      } catch (JsonProcessingException e) {
        return inParts(parser.getCodec(), (JsonNode) tree);
      }
    }

    private R inParts(ObjectCodec codec, JsonNode tree) throws IOException {
      R object = empty.get();
      ObjectMeta metadata = codec.treeToValue(tree.path("metadata"), ObjectMeta.class);
      object.setMetadata(metadata);
      try {
        object.setSpec(codec.treeToValue(tree.path("spec"), spec));
      } catch (JsonProcessingException e) {
        object.setSpec(null);
        annotate(metadata, e);
        warn(object, "spec cannot be read", e);
      }
      try {
        object.setStatus(
            tree.hasNonNull("status") ? codec.treeToValue(tree.get("status"), status) : null);
      } catch (JsonProcessingException e) {
        object.setStatus(null);
        warn(object, "status cannot be read and counts as none", e);
      }
      return object;
    }

    private static void annotate(ObjectMeta metadata, JsonProcessingException problem) {
      var annotations =
          new HashMap<String, String>(
              metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations());
      annotations.put(PROBLEM, where(problem) + problem.getOriginalMessage());
      metadata.setAnnotations(annotations);
    }

    /** The field, such as {@code worker.resources.limits.cpu: }, if that is known. */
    private static String where(JsonProcessingException problem) {
      if (!(problem instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
        return "";
      }
      var path = new StringBuilder();
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() == null) {
          path.append('[').append(step.getIndex()).append(']');
        } else {
          path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
        }
      }
      return path + ": ";
    }

    private static void warn(HasMetadata object, String what, JsonProcessingException problem) {
      LOG.warn(
          "{} {}/{}: its {}: {}",
          object.getKind(),
          object.getMetadata().getNamespace(),
          object.getMetadata().getName(),
          what,
          problem.getOriginalMessage());
    }
  }
}
