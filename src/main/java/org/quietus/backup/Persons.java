package org.quietus.backup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.quietus.target.Sought;

/** Whose rows are sought in one backup: those of the run, and whoever of earlier ones is in it. */
final class Persons {
  static final int NOBODY = -1;

  private final List<Sought> all;

  Persons(List<Sought> ofRun) {
    this.all = new ArrayList<>(ofRun);
  }

  /** In the order of their numbers. */
  List<Sought> all() {
    return Collections.unmodifiableList(all);
  }

  List<String> requests() {
    return all.stream().map(Sought::request).toList();
  }

  /** The number of the person whom a request is about, or {@link #NOBODY}. */
  int of(String request) {
    return requests().indexOf(request);
  }

  /** Adds somebody and returns the number. */
  int add(Sought person) {
    all.add(person);
    return all.size() - 1;
  }
}
