package org.quietus.backup.person;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quietus.target.Sought;

/** Whose rows are sought in one backup: those of the run, and whoever of earlier ones is in it. */
public final class Persons {
  public static final int NOBODY = -1;

  private final List<Sought> all;

  private final Map<String, Integer> numbers = new HashMap<>();

  public Persons(List<Sought> ofRun) {
    this.all = new ArrayList<>(ofRun);
    for (int person = 0; person < all.size(); person++) {
      numbers.putIfAbsent(all.get(person).request(), person);
    }
  }

  /** In the order of their numbers. */
  public List<Sought> all() {
    return Collections.unmodifiableList(all);
  }

  public List<String> requests() {
    return all.stream().map(Sought::request).toList();
  }

  /** The number of the person whom a request is about, or {@link #NOBODY}. */
  public int of(String request) {
    return numbers.getOrDefault(request, NOBODY);
  }

  /** Adds somebody and returns the number. */
  public int add(Sought person) {
    all.add(person);
    numbers.putIfAbsent(person.request(), all.size() - 1);
    return all.size() - 1;
  }
}
