package org.quietus.plan.make;

import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.plan.Basis;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Member;
import org.quietus.plan.make.Dispositions.Disposition;
import org.quietus.policy.TableName;

/**
 * What can be wrong with rows that stay when others of their graph go, in words: they could not be
 * read any more, would lose what leads to them, or go although they are kept.
 */
final class StayingRefusals {
  private final EndingRules rules;
  private final Resolver resolver;
  private final Findings findings;

  StayingRefusals(EndingRules rules, Resolver resolver, Findings findings) {
    this.rules = rules;
    this.resolver = resolver;
    this.findings = findings;
  }

  /**
   * Refuses that rows go while those that they hang on stay, which could not be read without them.
   */
  boolean takenFrom(
      GraphRoot root, ForeignKey edge, Disposition parent, Disposition child, boolean parentStays) {
    String rows = "rows of '" + edge.table() + "'";
    String parents = "'" + edge.referencedTable() + "', which they hang on by " + Join.up(edge);
    Optional<Period> longest = parent.keep().map(kept -> kept.keep().period());
    Optional<Period> shorter = child.keep().map(kept -> kept.keep().period());
    if (longest.isPresent()
        && shorter.filter(period -> Lifetime.isLonger(longest.get(), period)).isPresent()) {
      findings.refuse(
          "TAKEN-FROM-KEPT",
          root.pointer(),
          rows
              + " are kept "
              + shorter.get()
              + " and would go while those of "
              + parents
              + ", are kept "
              + longest.get()
              + " for '"
              + parent.keep().get().keep().because()
              + "'",
          "leave out 'keep', 'from' and 'because' of '"
              + name(edge.table())
              + "', so that its rows stay as long as those of '"
              + name(edge.referencedTable())
              + "'");
      return true;
    } else if (parentStays && child.deletes() && !child.withParent()) {
      findings.refuse(
          "TAKEN-FROM-ANONYMISED",
          root.pointer(),
          rows + " would be deleted, and those of " + parents + ", are anonymised and stay",
          "anonymise '"
              + name(edge.table())
              + "' too; or write 'with: parent' for it, if its rows tell nothing of a person and"
              + " may stay as they are");
      return true;
    }
    return false;
  }

  /** What hangs on an anonymised person would go, although it is said to stay with its parent. */
  void parentIsPerson(GraphRoot root, ForeignKey edge) {
    if (root.rule().isEmpty()) {
      findings.refuse(
          "PARENT-IS-PERSON",
          Pointer.to("erasure", "records", name(edge.table()), "with"),
          "rows of '"
              + edge.table()
              + "' hang on the person's own row by "
              + Join.up(edge)
              + ", with which nothing stays, and would go in spite of 'with: parent'",
          "leave out 'with: parent'; if the rows may stay without what tells of the person,"
              + " anonymise them");
    }
  }

  /**
   * Kept rows lose their link to the person, so that only a rule of their own finds them later:
   * without one they would stay for ever, whatever period they are kept for. A rule keeps the whole
   * record back itself.
   *
   * @param instead what leaves the link, for whoever has to mend it
   */
  void orphaned(GraphRoot root, Disposition staying, String instead) {
    Optional<Basis> unruled =
        staying
            .keep()
            .map(kept -> new Basis(List.of(), staying.table(), staying.action(), kept))
            .filter(basis -> !rules.take(basis));
    if (root.rule().isEmpty() && unruled.isPresent()) {
      findings.refuse(
          "KEPT-WITHOUT-RULE",
          root.pointer(),
          "kept rows of '"
              + staying.table().name()
              + "' lose their link to the person, and no retention rule for all of them removes"
              + " them when their period ends",
          instead + "; or " + rules.advice(unruled.get()));
    }
  }

  /**
   * Owned rows that stay when a rule has taken what leads to them: they would stay for ever,
   * whatever period they are kept for. A request remembers them.
   */
  void ownedKept(GraphRoot root, Member owned) {
    Optional<Basis> unruled =
        owned.bases().stream().filter(basis -> !rules.take(basis)).findFirst();
    if (root.rule().isPresent() && unruled.isPresent()) {
      findings.refuse(
          "KEPT-WITHOUT-RULE",
          root.pointer(),
          "rows of '"
              + owned.catalogTable().name()
              + "' that are kept for '"
              + unruled.get().kept().keep().because()
              + "' lose the row of '"
              + root.table().name()
              + "' that leads to them, and no retention rule for all of them removes them when their"
              + " period ends",
          rules.advice(unruled.get()));
    }
  }

  /** What an anonymised row still leads to is found by no request any more. */
  void leftWithOwner(GraphRoot root, ForeignKey edge) {
    findings.warn(
        "OWNED-LEFT",
        root.pointer(),
        "rows of '"
            + edge.referencedTable()
            + "' stay with the anonymised ones that own them by "
            + Join.up(edge)
            + ", and no request finds them any more",
        "if they tell of the person, write how they are anonymised, and 'then: anonymise' under"
            + " 'erasure: records', or 'set-null' for "
            + String.join(" and ", edge.columns())
            + ", so that they go");
  }

  /** Rows that come to hang on one which stays without its own link lead to nobody any more. */
  void lateRowsLost(GraphRoot root, Join below, Join lost) {
    String staying = lost.fromTable();
    findings.warn(
        "LATE-ROWS-LOST",
        root.pointer(),
        "rows of '"
            + below.fromTable()
            + "' that are written after the erasure and hang by "
            + below
            + " on rows of '"
            + staying
            + "' are not found, since those stay and lose the link "
            + lost,
        "delete the rows of '"
            + name(staying)
            + "', or leave out what 'anonymise' says of "
            + String.join(" and ", lost.fromColumns())
            + "; or make sure that nothing is written there for an erased person");
  }

  private TableName name(String table) {
    return resolver.name(table);
  }
}
