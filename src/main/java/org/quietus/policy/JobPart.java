package org.quietus.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What of a job file is about one of its databases. */
record JobPart(JobFile whole, String database) {

  JobFile job() {
    return new JobFile(
        whole.text(),
        whole.job(),
        whole.controller(),
        whole.zone(),
        whole.calendar(),
        whole.evidence(),
        only(whole.databases(), database::equals),
        ofTables(whole.tenants()),
        ofTables(whole.triggers()),
        ofValues(whole.subjects(), subject -> isHere(subject.records())),
        whole.home().equals(database) ? whole.formerSubjects() : Map.of(),
        only(whole.ignored(), name -> name.startsWith(database + ".")),
        ofTables(whole.anonymise()),
        ofValues(whole.retention(), rule -> isHere(rule.records())),
        ofTables(whole.erasure()),
        whole.clock(),
        new Categories(
            ofTables(whole.categories().columns()),
            whole.categories().sensitive(),
            whole.categories().maxLifetime()),
        requests(),
        whole.recipients(),
        whole.answering(),
        whole.objectStores(),
        ofValues(whole.backups(), set -> set.database().equals(database)),
        ofValues(whole.files(), set -> set.database().equals(database)),
        whole.limits(),
        whole.windDown(),
        whole.incidents(),
        whole.approvalRequired(),
        whole.anonymisationRequired());
  }

  private RequestSettings requests() {
    RequestSettings all = whole.requests();
    return new RequestSettings(
        all.inbox().filter(this::isHere), all.answered(), all.kinds(), all.lists(), combined());
  }

  private Map<String, CombinedIdentifier> combined() {
    return whole.home().equals(database) ? whole.requests().combined() : Map.of();
  }

  private boolean isHere(TableName table) {
    return table.database().equals(database);
  }

  private <T> Map<TableName, T> ofTables(Map<TableName, T> all) {
    return only(all, this::isHere);
  }

  private static <T> Map<String, T> ofValues(Map<String, T> all, Predicate<T> which) {
    Map<String, T> some = new LinkedHashMap<>(all);
    some.values().removeIf(which.negate());
    return some;
  }

  private static <K, T> Map<K, T> only(Map<K, T> all, Predicate<K> which) {
    Map<K, T> some = new LinkedHashMap<>(all);
    some.keySet().removeIf(which.negate());
    return some;
  }
}
