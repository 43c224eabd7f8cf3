package org.quietus.backup.dump;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.format.Sha256;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Step;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.SubjectType;
import org.quietus.target.ErasedBefore;
import org.quietus.target.SoughtKinds;

/**
 * What a copy is searched with for one kind of person: how they are told, the tables that lead to
 * them, and what is done there. What was searched with another one may have more of them.
 *
 * @param digest of all of that, SHA-256 in lower-case hex
 * @param paths a digest of each path that leads to a person
 */
public record SearchedGraph(String digest, Set<String> paths) {
  private static final int OF_PATH = 16;

  public SearchedGraph {
    paths = Set.copyOf(paths);
  }

  /**
   * Those that a set is searched with, by kind of person. Files are known by other tokens once they
   * are looked into for more.
   */
  public static Map<String, SearchedGraph> of(
      ObjectSet set, SoughtKinds sought, FiledTables tables) {
    Map<String, SearchedGraph> graphs = new HashMap<>();
    if (set.kind() == ObjectSet.Kind.FILES) {
      return graphs;
    }
    for (ErasedBefore.Kind kind : sought.filed()) {
      graphs.put(kind.subject().name(), filed(kind.subject(), tables));
    }
    for (ErasedBefore.Kind kind : sought.kinds()) {
      graphs.put(kind.subject().name(), of(kind.step(), kind.subject(), tables));
    }
    return graphs;
  }

  /** That of a kind of person, as a step erases them, and of what is filed for them. */
  public static SearchedGraph of(Step step, SubjectType subject, FiledTables filed) {
    List<String> texts = texts(subject, filed);
    List<String> members = new ArrayList<>();
    Stream.concat(Stream.of(step.root()), step.members().stream())
        .map(SearchedGraph::text)
        .sorted()
        .forEach(members::add);
    texts.addAll(members);
    return new SearchedGraph(
        digest(texts),
        step.members().stream().map(SearchedGraph::path).collect(Collectors.toSet()));
  }

  /** That of a kind of person of whom nothing but what is filed is there. */
  public static SearchedGraph filed(SubjectType subject, FiledTables filed) {
    return new SearchedGraph(digest(texts(subject, filed)), Set.of());
  }

  private static List<String> texts(SubjectType subject, FiledTables filed) {
    List<String> texts = new ArrayList<>();
    texts.add(subject.records().toString());
    texts.add(new TreeMap<>(subject.identifiers()).toString());
    texts.add(subject.created() + " " + subject.tenant());
    texts.add(filed.all().map(Table::name).toList().toString());
    return texts;
  }

  /** The digest of the path of a member. */
  public static String path(Member member) {
    return digest(List.of(member.table().toString(), member.path().toString()))
        .substring(0, OF_PATH);
  }

  private static String text(Member member) {
    List<String> texts = new ArrayList<>();
    texts.add(member.table() + " " + member.role() + " " + member.path());
    texts.add(new TreeSet<>(member.rivals().stream().map(List::toString).toList()).toString());
    texts.add(text(member.action()));
    texts.add(new TreeSet<>(member.bases().stream().map(SearchedGraph::text).toList()).toString());
    if (member.role() == MemberRole.OWNED) {
      texts.add(
          new TreeSet<>(member.referencedBy().stream().map(Join::up).map(Join::toString).toList())
              .toString());
    }
    return texts.toString();
  }

  private static String text(Basis basis) {
    return "%s %s %s %s %s %s"
        .formatted(
            basis.table().name(),
            basis.above(),
            basis.kept().keep().period(),
            basis.kept().keep().from(),
            basis.kept().where(),
            text(basis.action()));
  }

  private static String text(Action action) {
    if (action instanceof Action.Unlink unlink) {
      return "unlink " + unlink.columns();
    }
    if (action instanceof Action.Anonymise anonymise) {
      Set<String> columns = new TreeSet<>();
      anonymise.how().columns().forEach((column, how) -> columns.add(column + " " + how.name()));
      return "anonymise " + columns + " " + anonymise.how().mark();
    }
    return action.getClass().getSimpleName();
  }

  private static String digest(List<String> texts) {
    MessageDigest digest = Sha256.begin();
    for (String text : texts) {
      digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }
}
