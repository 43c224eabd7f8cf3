package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.anonymise.Done;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.SearchedPaths;

/** The conditions that tell which rows an action has still to be applied to. */
final class OpenRows {
  private final Dialect dialect;
  private final boolean trusting;

  /**
   * {@code trusting} says whether a mark alone tells that a row is done, or only one of which no
   * column tells otherwise.
   */
  OpenRows(Dialect dialect, boolean trusting) {
    this.dialect = dialect;
    this.trusting = trusting;
  }

  /** Rows of a member that its action has not been applied to yet. */
  SqlFragment of(Member member) {
    return of(member.catalogTable(), member.action());
  }

  /**
   * Rows that an action of a rule has not been applied to yet as it is today: a mark may be of one
   * that changed less of them.
   */
  SqlFragment asRuled(Member root) {
    return root.action() instanceof Action.Anonymise anonymise
        ? SqlFragment.not(done(root.catalogTable(), anonymise.how(), false))
        : of(root);
  }

  /** Rows of a table that an action has not been applied to yet. */
  SqlFragment of(Table table, Action action) {
    if (action instanceof Action.Anonymise anonymise) {
      return SqlFragment.not(done(table, anonymise.how(), trusting));
    }
    if (action instanceof Action.Unlink unlink) {
      return SqlFragment.any(
          unlink.columns().stream()
              .map(column -> SqlFragment.of(dialect.quote(column) + " IS NOT NULL"))
              .toList());
    }
    return SqlFragment.TRUE;
  }

  /**
   * Rows that hold what nothing but anonymising leaves in them, a mark, stars or a template: empty
   * columns and rounded ones may be so of themselves.
   */
  SqlFragment traced(Member member) {
    if (!(member.action() instanceof Action.Anonymise anonymise)) {
      return SqlFragment.NONE;
    }
    List<SqlFragment> parts = new ArrayList<>();
    anonymise.how().mark().ifPresent(mark -> parts.add(isThere(mark)));
    anonymise
        .how()
        .columns()
        .forEach(
            (name, strategy) ->
                strategy
                    .done()
                    .filter(done -> done instanceof Done.AllStars || done instanceof Done.Matches)
                    .map(done -> dialect.done(Predicates.column(member.catalogTable(), name), done))
                    .ifPresent(
                        done ->
                            parts.add(
                                SqlFragment.all(
                                    List.of(
                                        isThere(name),
                                        SqlFragment.of(dialect.quote(name) + " <> ''"),
                                        done)))));
    return parts.isEmpty() ? SqlFragment.NONE : SqlFragment.any(parts);
  }

  private SqlFragment isThere(String column) {
    return SqlFragment.of(dialect.quote(column) + " IS NOT NULL");
  }

  /** Rows that the action cannot have been applied to, whatever a mark says. */
  SqlFragment surely(Member member) {
    if (!(member.action() instanceof Action.Anonymise anonymise)) {
      return of(member);
    }
    List<SqlFragment> parts = new ArrayList<>(List.of(of(member)));
    anonymise
        .how()
        .columns()
        .forEach(
            (name, strategy) ->
                strategy
                    .done()
                    .map(done -> dialect.done(Predicates.column(member.catalogTable(), name), done))
                    .ifPresent(done -> parts.add(SqlFragment.not(done))));
    return SqlFragment.any(parts);
  }

  /**
   * Rows of a member that hold something in columns which were emptied of it once, today's where
   * nobody knows which these were; all rows where no column can tell.
   */
  SqlFragment filledAgain(Member member, Optional<SearchedPaths> then) {
    List<SqlFragment> parts = new ArrayList<>();
    if (member.action() instanceof Action.Anonymise anonymise) {
      anonymise
          .how()
          .columns()
          .forEach(
              (name, strategy) ->
                  strategy
                      .done()
                      .filter(done -> then.isEmpty() || then.get().has(name, strategy))
                      .map(
                          done ->
                              dialect.done(Predicates.column(member.catalogTable(), name), done))
                      .ifPresent(done -> parts.add(SqlFragment.not(done))));
    }
    return parts.isEmpty() ? SqlFragment.TRUE : SqlFragment.any(parts);
  }

  private SqlFragment done(Table table, TableAnonymisation how, boolean byMark) {
    List<SqlFragment> parts = new ArrayList<>();
    how.mark().ifPresent(mark -> parts.add(isThere(mark)));
    if (parts.isEmpty() || !byMark) {
      how.columns()
          .forEach(
              (name, strategy) ->
                  strategy
                      .done()
                      .map(done -> dialect.done(Predicates.column(table, name), done))
                      .ifPresent(parts::add));
    }
    return SqlFragment.all(parts);
  }
}
