package org.quietus.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.quietus.control.PaceNotes;
import org.quietus.control.Site;
import org.quietus.job.PaceOrder;
import org.quietus.policy.PaceSettings;
import org.quietus.run.batch.Pace;
import org.quietus.run.batch.ReadCaps;
import org.quietus.target.ReadCap;
import org.quietus.target.ServerLoad;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The pace of one start of a run, from when it takes orders until it takes no more. */
final class PaceOfRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PaceOfRun.class);

  private final OpenJob open;
  private final RunOrder order;
  private final PaceNotes notes;
  private final Map<String, LoadWatch> loads = new LinkedHashMap<>();
  private final OthersAtWork others;
  private final ReadCaps reads;
  private final Pace pace;

  PaceOfRun(OpenJob open, RunOrder order, Consumer<String> words) {
    this.open = open;
    this.order = order;
    this.notes = open.control().pace();
    PaceSettings settings = open.job().limits().pace();
    notes.open(order.token(), open.job().job(), order.id());
    if (settings.watchesServers()) {
      for (Site ledger : order.sites().ledgers()) {
        loads.put(ledger.name(), LoadWatch.begin(settings, order.sites().sharing(ledger)));
      }
    }
    this.reads = new ReadCaps(settings.rowsReadPerSecond(), caps(order));
    this.others = new OthersAtWork(settings.makesWay() ? servers(order) : Map.of());
    this.pace =
        new Pace(
            new Pace.Means(
                order.slots(),
                settings.rowsPerSecond().orElse(0),
                () -> notes.read(order.token()),
                this::closed,
                () ->
                    loads.values().stream().flatMap(watch -> watch.despair().stream()).findFirst(),
                List.of(),
                byPlace(),
                reads,
                others,
                wait -> notes.waits(order.token(), wait),
                words,
                open.control().clock()));
    pace.begin();
  }

  private static Map<String, Map<String, ReadCap>> caps(RunOrder order) {
    Map<String, Map<String, ReadCap>> caps = new LinkedHashMap<>();
    for (Site ledger : order.sites().ledgers()) {
      caps.put(
          ledger.name(),
          order.sites().sharing(ledger).stream()
              .collect(Collectors.toMap(Site::name, site -> site.target().reads())));
    }
    return caps;
  }

  private static Map<String, List<ServerLoad>> servers(RunOrder order) {
    Map<String, List<ServerLoad>> servers = new LinkedHashMap<>();
    for (Site ledger : order.sites().ledgers()) {
      servers.put(
          ledger.name(),
          order.sites().sharing(ledger).stream().map(site -> site.target().load()).toList());
    }
    return servers;
  }

  /** A database whose server has too much to do keeps no other waiting. */
  private Map<String, Supplier<Optional<String>>> byPlace() {
    Map<String, Supplier<Optional<String>>> why = new LinkedHashMap<>();
    loads.forEach(
        (name, watch) ->
            why.put(
                name,
                () ->
                    open.sites().areSeveral()
                        ? watch.hindrance().map(one -> "database '" + name + "': " + one)
                        : watch.hindrance()));
    return why;
  }

  Pace pace() {
    return pace;
  }

  /** Whoever was erased and is back with a restored database is not left for the night. */
  private Optional<String> closed() {
    return order.replay().isPresent()
        ? Optional.empty()
        : new OpenHours(open.job()).closed(open.control().clock().instant());
  }

  /**
   * What is left of the orders counts for nobody, so it does not matter if the database is gone.
   */
  @Override
  public void close() {
    pace.close();
    reads.order(PaceOrder.NONE);
    loads.values().forEach(LoadWatch::close);
    others.close();
    try {
      notes.close(order.token());
    } catch (DataAccessException e) {
      LOG.debug("the orders of run {} are left", order.id(), e);
    }
  }
}
