package org.quietus.policy.read;

import org.quietus.policy.JobFile;
import org.quietus.policy.Nearest;

/** Checks that what is said of a category is said of one that some column is of. */
final class CategoryChecks {
  private final JobFile job;
  private final Problems problems;

  private CategoryChecks(JobFile job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  static void check(JobFile job, Problems problems) {
    CategoryChecks checks = new CategoryChecks(job, problems);
    int index = 0;
    for (String category : job.categories().sensitive()) {
      checks.used(category, "/sensitive/" + index++);
    }
    job.categories()
        .maxLifetime()
        .keySet()
        .forEach(category -> checks.used(category, JobTree.child("/max-lifetime", category)));
  }

  private void used(String category, String pointer) {
    if (!job.categories().names().contains(category)) {
      problems.add(
          "UNKNOWN-CATEGORY",
          pointer,
          JobTree.path(pointer) + " is about category '" + category + "', which no column is of",
          Nearest.to(category, job.categories().names())
              .map(nearest -> "did you mean '" + nearest + "'?")
              .orElse("name its columns under 'categories', or remove it"));
    }
  }
}
