package io.transferstudy.operator.study;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads studies so that one that cannot be read does not stop the list that it is in, and with it
 * every other study: it comes out without a spec and with the reason, which its status then shows.
 */
public final class TolerantReading {
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
      return description.getBeanClass() == TransferStudy.class ? new Tolerant(usual) : usual;
    }
  }

  private static final class Tolerant extends StdDeserializer<TransferStudy>
      implements ResolvableDeserializer {
    private static final long serialVersionUID = 1;

    private final transient JsonDeserializer<?> usual;

    private Tolerant(JsonDeserializer<?> usual) {
      super(TransferStudy.class);
      this.usual = usual;
    }

    @Override
    public void resolve(DeserializationContext context) throws JsonMappingException {
      if (usual instanceof ResolvableDeserializer resolvable) {
        resolvable.resolve(context);
      }
    }

    @Override
    public TransferStudy deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      TreeNode tree = parser.readValueAsTree();
      try (JsonParser replay = tree.traverse(parser.getCodec())) {
        replay.nextToken();
        return (TransferStudy) usual.deserialize(replay, context);
      } catch (JsonProcessingException e) {
        return unreadable(parser, (JsonNode) tree, e);
      }
    }

    private static @Nullable TransferStudyStatus status(JsonParser parser, JsonNode tree)
        throws IOException {
      try {
        return tree.hasNonNull("status")
            ? parser.getCodec().treeToValue(tree.get("status"), TransferStudyStatus.class)
            : null;
      } catch (JsonProcessingException e) {
        return null; // written again as soon as the study is looked at
      }
    }

    private static TransferStudy unreadable(
        JsonParser parser, JsonNode tree, JsonProcessingException problem) throws IOException {
      var study = new TransferStudy();
      var metadata = parser.getCodec().treeToValue(tree.path("metadata"), ObjectMeta.class);
      var annotations =
          new HashMap<String, String>(
              metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations());
      annotations.put(PROBLEM, String.valueOf(problem.getOriginalMessage()));
      metadata.setAnnotations(annotations);
      study.setMetadata(metadata);
      study.setStatus(status(parser, tree));
      return study;
    }
  }
}
