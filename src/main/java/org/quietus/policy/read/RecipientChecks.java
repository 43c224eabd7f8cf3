package org.quietus.policy.read;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.policy.JobFile;
import org.quietus.policy.Nearest;
import org.quietus.policy.RecipientSettings;
import org.quietus.policy.SubjectType;

/** Checks that recipients fit the rest of the job file. */
final class RecipientChecks {
  private final JobFile job;
  private final Problems problems;

  private RecipientChecks(JobFile job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  public static void check(JobFile job, Problems problems) {
    RecipientChecks checks = new RecipientChecks(job, problems);
    job.recipients()
        .forEach(
            (name, each) -> {
              checks.identifiers(JobTree.child("/recipients", name), each);
              checks.purposes(JobTree.child("/recipients", name), each);
            });
    job.answering().ifPresent(each -> checks.identifiers("/answers", each));
    if (!job.recipients().isEmpty() && job.subjects().isEmpty()) {
      problems.add(
          "NO-SUBJECTS",
          "/recipients",
          "'recipients' is there but no 'subjects', so that there is nobody to tell of",
          "add 'subjects', or remove 'recipients'");
    }
  }

  private void purposes(String pointer, RecipientSettings recipient) {
    Set<String> known =
        job.subjects().values().stream()
            .flatMap(subject -> subject.purposes().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    recipient.purposes().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(
            name ->
                problems.add(
                    "UNKNOWN-PURPOSE",
                    pointer + "/purposes",
                    JobTree.path(pointer)
                        + " names the purpose '"
                        + name
                        + "', which no subject has",
                    known.isEmpty()
                        ? "add 'purposes' to the subject"
                        : "use one of " + String.join(", ", known)));
  }

  private void identifiers(String pointer, RecipientSettings recipient) {
    if (job.subjects().isEmpty()) {
      return;
    }
    List<String> known =
        job.subjects().values().stream()
            .map(SubjectType::identifiers)
            .flatMap(each -> Stream.of(each.keySet(), each.values()))
            .flatMap(Collection::stream)
            .distinct()
            .toList();
    for (int n = 0; n < recipient.received().size(); n++) {
      String name = recipient.received().get(n);
      String at = pointer + "/received/" + n;
      if (!known.contains(name) && !problems.at(at)) {
        problems.add(
            "UNKNOWN-IDENTIFIER",
            at,
            JobTree.path(at) + " is '" + name + "', which is not an identifier of any subject",
            Nearest.to(name, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("use a column or type under 'identifiers': " + String.join(", ", known)));
      }
    }
  }
}
