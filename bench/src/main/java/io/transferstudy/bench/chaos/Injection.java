package io.transferstudy.bench.chaos;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Does to the cluster what the schedule says, past the proxies. */
final class Injection {
  private final ControlPlane plane;
  private final KubernetesClient client;
  private final String namespace;
  private final List<Replica> replicas;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Set<String> deleted = new HashSet<>();

  Injection(ControlPlane plane, KubernetesClient client, String namespace, List<Replica> replicas) {
    this.plane = plane;
    this.client = client;
    this.namespace = namespace;
    this.replicas = List.copyOf(replicas);
    client.nodes().list().getItems().forEach(node -> nodes.put(node.getMetadata().getName(), node));
  }

  /** UIDs of the pods, Jobs and cells that were deleted on purpose. */
  Set<String> deleted() {
    return Set.copyOf(deleted);
  }

  void create(PlannedStudy study) throws InterruptedException {
    create(() -> client.resource(StudyText.manifest(study, namespace)).create());
  }

  /** A request that was not answered may have been done. */
  private static void create(Supplier<Object> request) throws InterruptedException {
    try {
      Persistence.request(request);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  void apply(Repair repair) throws InterruptedException {
    switch (repair) {
      case Repair.RestoreNode(var name) -> restore(name);
      case Repair.CalmEvents() -> disturb(Disturbance.NONE);
      case Repair.LiftQuota(var resource) ->
          Persistence.request(() ->
              client
                  .resourceQuotas()
                  .inNamespace(namespace)
                  .withName(quotaName(resource))
                  .delete());
      case Repair.Resume(var study) -> patch(study, StudyText.suspend(false));
    }
  }

  void apply(Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case Fault.KillOperators() -> {
        for (Replica replica : replicas) {
          replica.signal(Signal.KILL);
        }
      }
      case Fault.KillLeader() -> leader().signal(Signal.KILL);
      case Fault.PauseLeader(var length) -> {
        Replica leader = leader();
        leader.signal(Signal.STOP);
        Thread.sleep(length);
        leader.signal(Signal.CONT);
      }
      case Fault.RestartApiServer() -> {
        plane.signal("kube-apiserver", Signal.KILL);
        plane.up();
      }
      case Fault.PauseEtcd(var length) -> {
        plane.signal("etcd", Signal.STOP);
        Thread.sleep(length);
        plane.signal("etcd", Signal.CONT);
      }
      case Fault.Delete delete -> delete(delete);
      case Fault.DeleteNode(var name) ->
          Persistence.request(() -> client.nodes().withName(name).delete());
      case Fault.RepeatEvents(var times) -> disturb(new Disturbance(times, Duration.ZERO));
      case Fault.DelayEvents(var by) -> disturb(new Disturbance(0, by));
      case Fault.CutWatches() -> replicas.forEach(replica -> replica.proxy().cutWatches());
      case Fault.FillQuota(var resource) -> fill(resource);
      case Fault.Suspend(var study) -> patch(study, StudyText.suspend(true));
      case Fault.EditGrid(var study, var after) -> patch(study, StudyText.edit(after));
    }
  }

  /** Whoever renewed the lease last, be it alive or not. */
  private Replica leader() {
    return Collections.max(
        replicas, Comparator.comparing(replica -> replica.proxy().leaseWritten()));
  }

  private void disturb(Disturbance disturbance) {
    replicas.forEach(replica -> replica.proxy().disturb(disturbance));
  }

  private void delete(Fault.Delete delete) throws InterruptedException {
    List<HasMetadata> found = new ArrayList<>(Persistence.request(() -> list(delete.kind())));
    found.sort(Comparator.comparing(object -> object.getMetadata().getName()));
    Collections.shuffle(found, new Random(delete.choice()));
    for (HasMetadata object : found.subList(0, Math.min(delete.most(), found.size()))) {
      deleted.add(object.getMetadata().getUid());
      Persistence.request(() ->
          client.resource(object).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete());
    }
  }

  private List<? extends HasMetadata> list(Fault.Kind kind) {
    return switch (kind) {
      case PODS -> client.pods().inNamespace(namespace).list().getItems();
      case JOBS -> client.batch().v1().jobs().inNamespace(namespace).list().getItems();
      case CELLS -> client.resources(TransferCell.class).inNamespace(namespace).list().getItems();
    };
  }

  private void restore(String name) throws InterruptedException {
    Node before = nodes.get(name);
    if (before == null) {
      throw new IllegalStateException("no node " + name + " at the start");
    }
    var node =
        new NodeBuilder(before)
            .withNewMetadata()
            .withName(name)
            .withLabels(before.getMetadata().getLabels())
            .withAnnotations(before.getMetadata().getAnnotations())
            .endMetadata()
            .build();
    create(() -> client.resource(node).create());
  }

  private void fill(String resource) throws InterruptedException {
    var quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName(quotaName(resource))
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .addToHard(resource, new Quantity("0"))
            .endSpec()
            .build();
    create(() -> client.resource(quota).create());
  }

  private static String quotaName(String resource) {
    return resource.replace('/', '-');
  }

  private void patch(int study, String merge) throws InterruptedException {
    Persistence.request(() ->
        client
            .resources(TransferStudy.class)
            .inNamespace(namespace)
            .withName(PlannedStudy.name(study))
            .patch(PatchContext.of(PatchType.JSON_MERGE), merge));
  }
}
