package org.quietus.backup.person;

import java.util.Optional;
import org.quietus.policy.FormerPlace;
import org.quietus.policy.JobFile;
import org.quietus.subject.GoneIdentifiers;

/** Kinds of persons who were in a database and are not sought in its copies any more. */
public record FormerSubjects(JobFile job, String database) {

  /** Whether nobody seeks persons of a kind. */
  public boolean has(String name) {
    return job.isFormerSubject(name, database);
  }

  /**
   * Says whom nobody can tell as long as the job file lacks a kind or an identifier, or has the
   * kind elsewhere.
   */
  String without(String name) {
    if (job.subject(name).isEmpty() && GoneIdentifiers.type(name).isPresent()) {
      return "persons were erased as '%s' by an identifier of type %s, of which the job file names none any more, so that nobody is found by it; bring it back under 'identifiers', or say under 'former-subjects', as '%s', why nobody is sought by it any more"
          .formatted(GoneIdentifiers.kind(name), GoneIdentifiers.type(name).orElseThrow(), name);
    }
    Optional<String> now =
        job.subject(name)
            .map(subject -> subject.records().database())
            .filter(other -> !other.equals(database));
    return now.isPresent()
        ? "persons were erased as '%s' when that was in database '%s'; the job file has it in '%s' now, so that nobody can tell which rows are theirs; say under 'former-subjects', as '%s', why they are not sought here any more"
            .formatted(name, database, now.get(), FormerPlace.name(name, database))
        : "persons were erased as '"
            + name
            + "', a subject that the job file does not have any more, so that nobody can tell which"
            + " rows are theirs; bring it back under that name, or say under 'former-subjects' why"
            + " they are sought no more";
  }
}
