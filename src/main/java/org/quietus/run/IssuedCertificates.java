package org.quietus.run;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/** What is remembered of the certificates that a run issues: little of each, for there are many. */
final class IssuedCertificates {
  private final List<One> all = new ArrayList<>();
  private final Set<Outcome> first = EnumSet.noneOf(Outcome.class);
  private final Set<Outcome> others = EnumSet.noneOf(Outcome.class);
  private final Set<Residuals.Copy> copies = new LinkedHashSet<>();

  private record One(EvidenceName name, CompletableFuture<Boolean> rendered) {}

  void add(CertificateWriter.Issued issued) {
    all.add(new One(issued.name(), issued.rendered()));
    first.add(issued.certificate().outcome());
    others.addAll(issued.certificate().result().others());
    copies.addAll(issued.certificate().residuals().copies());
  }

  void addAll(Collection<CertificateWriter.Issued> more) {
    more.forEach(this::add);
  }

  int size() {
    return all.size();
  }

  /** Where their files lie, in the order in which they were issued. */
  List<String> files(EvidenceStore store) {
    List<String> files = new ArrayList<>();
    each(store, (id, file) -> files.add(file));
    return files;
  }

  /** Gives the id of each and where its file lies, in that order. */
  void each(EvidenceStore store, BiConsumer<String, String> taker) {
    for (One one : all) {
      URI place = store.locate(one.name());
      boolean local = "file".equals(place.getScheme());
      taker.accept(one.name().stem(), local ? Path.of(place).toString() : place.toString());
    }
  }

  /** Those that should have a PDF beside them and have none; waits until that is known. */
  List<EvidenceName> lackingPdf() {
    return all.stream().filter(one -> !one.rendered().join()).map(One::name).toList();
  }

  /** The outcome that most asks for somebody. */
  Outcome outcome() {
    return first.stream().min(Enum::compareTo).orElse(Outcome.COMPLETE);
  }

  /** Every outcome that one of them states, also beside another one. */
  Set<Outcome> outcomes() {
    Set<Outcome> every = EnumSet.noneOf(Outcome.class);
    every.addAll(first);
    every.addAll(others);
    return every;
  }

  /** The copies that remain, each once. */
  Set<Residuals.Copy> copies() {
    return copies;
  }
}
