package io.transferstudy.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {
  private static final Map<String, String> LEAST =
      Map.of("TRANSFER_STUDY_WORKER_IMAGE", "worker:1");

  @Test
  void defaults() {
    var config = OperatorConfig.from(LEAST);

    assertThat(config.namespaces()).isEmpty();
    assertThat(config.workerImage()).isEqualTo("worker:1");
    assertThat(config.pullPolicy()).isEqualTo("IfNotPresent");
    assertThat(config.claim())
        .isEqualTo(new OperatorConfig.Claim(null, new Quantity("10Gi"), "ReadWriteOnce"));
    assertThat(config.leaderElection()).isFalse();
    assertThat(config.policy().torchScript()).isFalse();
    assertThat(config.parallelism()).isEqualTo(4);
    assertThat(config.httpPort()).isEqualTo(8080);
  }

  @Test
  void everythingGiven() {
    var env = new HashMap<>(LEAST);
    env.put("TRANSFER_STUDY_NAMESPACES", "a, b,");
    env.put("TRANSFER_STUDY_WORKER_IMAGE_PULL_POLICY", "Never");
    env.put("TRANSFER_STUDY_STORAGE_CLASS", "fast");
    env.put("TRANSFER_STUDY_STORAGE_SIZE", "500Mi");
    env.put("TRANSFER_STUDY_STORAGE_ACCESS_MODE", "ReadWriteMany");
    env.put("TRANSFER_STUDY_PARALLELISM", "12");
    env.put("TRANSFER_STUDY_HTTP_PORT", "0");
    env.put("TRANSFER_STUDY_ALLOWED_IMAGES", "registry/team/*");
    env.put("TRANSFER_STUDY_ALLOWED_CLAIMS", "images-*, team/results");
    env.put("TRANSFER_STUDY_ALLOW_TORCHSCRIPT", "true");
    env.put("POD_NAMESPACE", "system");
    var config = OperatorConfig.from(env);

    assertThat(config.namespaces()).containsExactlyInAnyOrder("a", "b");
    assertThat(config.claim())
        .isEqualTo(new OperatorConfig.Claim("fast", new Quantity("500Mi"), "ReadWriteMany"));
    assertThat(config.leaderElection()).as("on in a cluster").isTrue();
    assertThat(config.parallelism()).isEqualTo(12);
    assertThat(config.policy().images()).containsExactly("registry/team/*");
    assertThat(config.policy().claims()).containsExactly("images-*", "team/results");
    assertThat(config.policy().torchScript()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PARALLELISM | four | TRANSFER_STUDY_PARALLELISM=four: expected a whole number from 1 to 10000
          PARALLELISM | 0 | TRANSFER_STUDY_PARALLELISM=0: expected a whole number from 1 to 10000
          HTTP_PORT | 70000 | TRANSFER_STUDY_HTTP_PORT=70000: expected a whole number from 0 to 65535
          LEADER_ELECTION | yes | TRANSFER_STUDY_LEADER_ELECTION=yes: expected true or false
          LEADER_ELECTION | true | POD_NAMESPACE is not set: leader election needs it; set it, or TRANSFER_STUDY_LEADER_ELECTION=false
          STORAGE_SIZE | big | TRANSFER_STUDY_STORAGE_SIZE=big: expected a size such as 10Gi
          STORAGE_ACCESS_MODE | RWX | TRANSFER_STUDY_STORAGE_ACCESS_MODE=RWX: expected ReadWriteMany or ReadWriteOnce or ReadWriteOncePod
          ALLOWED_CLAIMS | a,b/c/d | TRANSFER_STUDY_ALLOWED_CLAIMS=b/c/d: expected NAME or NAMESPACE/NAME, perhaps with * at the end
          ALLOW_TORCHSCRIPT | yes | TRANSFER_STUDY_ALLOW_TORCHSCRIPT=yes: expected true or false
          WORKER_IMAGE_PULL_POLICY | never | TRANSFER_STUDY_WORKER_IMAGE_PULL_POLICY=never: expected Always or IfNotPresent or Never
          WORKER_IMAGE | '' | TRANSFER_STUDY_WORKER_IMAGE is not set: name the worker's image
          """)
  void aBadValueIsNamed(String name, String value, String message) {
    var env = new HashMap<>(LEAST);
    env.put("TRANSFER_STUDY_" + name, value);

    assertThatThrownBy(() -> OperatorConfig.from(env))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(message);
  }
}
