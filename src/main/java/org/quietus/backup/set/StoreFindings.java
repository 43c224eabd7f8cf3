package org.quietus.backup.set;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.JobText;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.Problem;

/** Tells which object stores of some sets cannot be listed now, and why. */
final class StoreFindings {
  private final List<ObjectSet> sets;
  private final Stores stores;

  StoreFindings(List<ObjectSet> sets, Stores stores) {
    this.sets = sets;
    this.stores = stores;
  }

  /** What forbids a run: stores that refuse; one that is silent may answer by then. */
  List<Problem> objections(JobText text) {
    return refusals().entrySet().stream()
        .filter(store -> !isSilent(store.getValue()))
        .map(store -> refuses(text, store.getKey(), store.getValue()))
        .toList();
  }

  /** What is wrong with them now. */
  List<Problem> findings(JobText text) {
    return refusals().entrySet().stream()
        .map(
            store ->
                isSilent(store.getValue())
                    ? silent(text, store.getKey(), store.getValue())
                    : refuses(text, store.getKey(), store.getValue()))
        .toList();
  }

  private static Problem refuses(JobText text, String store, StoreException failure) {
    return text.problem(
        "STORE-REFUSES",
        "/object-stores/" + store,
        "object store '" + store + "' cannot be listed: " + failure.getMessage(),
        "check its 'url' and the right to list, read, write and delete versions");
  }

  private static Problem silent(JobText text, String store, StoreException failure) {
    return text.problem(
        "STORE-SILENT",
        "/object-stores/" + store,
        "object store '" + store + "' does not answer: " + failure.getMessage(),
        "check its 'endpoint', or try again; a run leaves its backups, and is PARTIAL");
  }

  /** Why a store could not be listed, by its name; nothing of one that could. */
  private Map<String, StoreException> refusals() {
    Map<String, StoreException> refusals = new LinkedHashMap<>();
    for (ObjectSet set : sets) {
      if (refusals.containsKey(set.store())) {
        continue;
      }
      try {
        stores.named(set.store()).requireListable(set.objects().prefix());
      } catch (StoreException e) {
        refusals.put(set.store(), e);
      }
    }
    return refusals;
  }

  private static boolean isSilent(StoreException failure) {
    return failure instanceof StoreException.Unreachable;
  }
}
