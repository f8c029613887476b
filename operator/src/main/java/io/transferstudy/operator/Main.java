package io.transferstudy.operator;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.transferstudy.operator.config.InvalidConfigException;
import io.transferstudy.operator.config.LiveConfig;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.leader.Leadership;
import io.transferstudy.operator.study.TolerantReading;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's process. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int INVALID_CONFIG = 2;

  private Main() {}

  /** Runs until it is told to stop. Takes no arguments: the config is in the environment. */
  public static void main(String[] args) throws IOException {
    LiveConfig live;
    try {
      live = LiveConfig.from(System.getenv());
    } catch (InvalidConfigException e) {
      LOG.error("{}", e.getMessage());
      System.exit(INVALID_CONFIG);
      return;
    }
    OperatorConfig config = live.now();
    Optional<Leadership> leadership = StudyOperator.leadership(config);
    var builder =
        new KubernetesClientBuilder().withKubernetesSerialization(TolerantReading.serialization());
    leadership.ifPresent(part ->
        builder.withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("lease", part.fence())));
    var client = builder.build();
    var operator = new StudyOperator(client, live, leadership, Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "stop"));
    operator.start();
    LOG.info(
        "runs studies of {}, at most {} workers each, with image {}; health and meters on port {}",
        config.namespaces().isEmpty() ? "all namespaces" : config.namespaces(),
        config.parallelism(),
        config.workerImage(),
        operator.httpPort());
  }
}
