package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.DatasetSpec;
import io.transferstudy.api.v1alpha1.ModelSpec;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Configs;
import io.transferstudy.operator.kube.PlayedCluster;
import io.transferstudy.operator.study.Caches;
import io.transferstudy.operator.study.LiveStudy;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.CellExecutor;
import io.transferstudy.study.plan.CellExecutorContract;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkResult;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The executor of Jobs against a real API server. */
class JobExecutorIT extends CellExecutorContract {
  private static final OperatorConfig CONFIG = Configs.of();

  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private KubernetesClient client;
  private PlayedCluster cluster;
  private TransferStudy study;

  @BeforeEach
  void createStudy() {
    client = ApiServer.client();
    String namespace = ApiServer.namespace(client);
    var resource = new TransferStudy();
    resource.setMetadata(
        new ObjectMetaBuilder().withName(STUDY.name()).withNamespace(namespace).build());
    resource.setSpec(
        new TransferStudySpec(
            List.of(new ModelSpec("net", null, null, null, null, null, null, null)),
            List.of(
                new DatasetSpec(
                    "x", null, "p", null, null, null, null, null, null, null, null, null)),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    study = client.resource(resource).create();
    cluster = new PlayedCluster(client, namespace);
    cluster.workers(
        request -> Optional.ofNullable(outcomes.get(request.work() + "#" + request.attempt())));
  }

  @AfterEach
  void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
      client.close();
    }
  }

  @Override
  protected CellExecutor open() {
    return new Observer();
  }

  @Override
  protected int begun(WorkId work) {
    return cluster.attempts(work.key()).size();
  }

  @Override
  protected void end(WorkId work, int attempt, Outcome outcome) {
    outcomes.put(work.key() + "#" + attempt, outcome);
  }

  @Override
  protected void turnUpLate(WorkId work, int attempt, Outcome outcome) throws InterruptedException {
    // A late pod of the first attempt turns up under the Job of the second, with its own message.
    Job job =
        cluster.jobs().stream()
            .filter(j -> Labels.work(j).filter(work::equals).isPresent())
            .filter(j -> Labels.attempt(j) > attempt)
            .findFirst()
            .orElseThrow();
    Pod pod = cluster.awaitPod(job);
    pod.getMetadata().setResourceVersion(null);
    pod.getMetadata().setUid(null);
    pod.getMetadata().setName("late");
    Pod late = client.resource(pod).create();
    cluster.end(
        late,
        new WorkResult(
            study.getMetadata().getUid(),
            work.key(),
            attempt,
            late.getMetadata().getUid(),
            outcome));
  }

  /** Looks and stores in one step, as a reconciliation does, without any cache. */
  private final class Observer implements CellExecutor, Caches {
    @Override
    public Map<WorkId, WorkState> observe() {
      JobExecutor executor = executor();
      var seen = executor.look();
      executor.record(executor.unrecorded(seen));
      JobExecutor tidying = executor();
      tidying.stopReplaced();
      tidying.superfluous().forEach(job -> client.resource(job).delete());
      return JobExecutor.states(seen);
    }

    @Override
    public void apply(Action action) {
      executor().apply(action);
    }

    private JobExecutor executor() {
      var fresh = client.resource(study).get();
      var blueprint = Blueprint.of(fresh, fresh.getSpec(), STUDY, "claim");
      return new JobExecutor(
          blueprint, LiveStudy.of(client, this, fresh, blueprint), CONFIG, Clock.systemUTC());
    }

    @Override
    public List<Job> jobs(TransferStudy of) {
      return cluster.jobs();
    }

    @Override
    public List<Pod> pods(TransferStudy of) {
      return client.pods().inNamespace(of.getMetadata().getNamespace()).list().getItems();
    }

    @Override
    public List<TransferCell> cells(TransferStudy of) {
      return client
          .resources(TransferCell.class)
          .inNamespace(of.getMetadata().getNamespace())
          .list()
          .getItems();
    }

    @Override
    public void remember(HasMetadata written) {
      // everything is read afresh
    }

    @Override
    public TransferStudy newest(TransferStudy cached) {
      return cached;
    }
  }
}
