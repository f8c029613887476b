package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.Consumer;

/** A cache's store that keeps of each object only what is read: memory follows from that. */
final class PrunedStore<R extends HasMetadata> extends BasicItemStore<R> {
  private final Consumer<R> prune;

  PrunedStore(Consumer<R> prune) {
    super(Cache::metaNamespaceKeyFunc);
    this.prune = prune;
  }

  @Override
  public R put(String key, R object) {
    prune.accept(object);
    return super.put(key, object);
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
