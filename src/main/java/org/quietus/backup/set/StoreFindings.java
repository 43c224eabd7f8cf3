package org.quietus.backup.set;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.backup.dump.Codecs;
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
    List<Problem> findings = new ArrayList<>();
    refusals()
        .forEach(
            (store, failure) ->
                findings.add(
                    isSilent(failure)
                        ? silent(text, store, failure)
                        : refuses(text, store, failure)));
    sets.forEach(set -> set.encryption().ifPresent(by -> tryOut(text, set, by, findings)));
    return findings;
  }

  private static void tryOut(
      JobText text, ObjectSet set, ObjectSet.Encryption by, List<Problem> findings) {
    try {
      Codecs.tryOut(by);
    } catch (IOException e) {
      String sets = set.kind() == ObjectSet.Kind.FILES ? "/files/" : "/backups/";
      findings.add(
          text.problem(
              "ENCRYPTION-FAILS",
              sets + set.name() + "/encryption",
              "a text was to be encrypted and decrypted again: " + e.getMessage(),
              "try both commands by hand, as the user that runs the job, with its environment"));
    }
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
