package org.quietus.policy.read;

import java.util.ArrayList;
import java.util.List;
import org.quietus.policy.Problem;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Looks through YAML's flat stream of events for what a job file has no use for, before a tree is
 * built from it: aliases (which can blow a tree up), tags, several documents, deep nesting.
 */
final class YamlEvents {
  private static final int DEEPEST = 20;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private YamlEvents(String file) {
    this.file = file;
  }

  /** The problems found, none if the text may be built into a tree. */
  static List<Problem> problems(String file, String yaml, LoadSettings settings) {
    YamlEvents events = new YamlEvents(file);
    events.check(new Parse(settings).parseString(yaml));
    return events.problems;
  }

  private void check(Iterable<Event> events) {
    int depth = 0;
    int documents = 0;
    for (Event event : events) {
      switch (event.getEventId()) {
        case DocumentStart -> documents++;
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        problem("TOO-DEEP", event, "it is nested more than 20 deep", "is it a job file?");
        return;
      }
      if (documents > 1) {
        problem("SEVERAL-DOCUMENTS", event, "a second YAML document starts", "split the file");
        return;
      }
      checkNode(event);
    }
  }

  private void checkNode(Event event) {
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      problem("ALIAS", event, "anchors and aliases are not supported", "write the value out");
    }
    boolean tagged =
        (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
            || (event instanceof CollectionStartEvent start && start.getTag().isPresent());
    if (tagged) {
      problem("TAG", event, "YAML tags are not supported", "remove the word with '!'");
    }
  }

  private void problem(String id, Event event, String what, String mend) {
    problems.add(new Problem(id, file, YamlReader.lineOf(event.getStartMark()), what, mend));
  }
}
