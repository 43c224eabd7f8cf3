package org.quietus.certificate.log;

import java.util.List;
import java.util.function.Predicate;

/** Which witnesses are enough; C2SP tlog-policy. */
sealed interface Quorum {

  /**
   * Whether it is reached.
   *
   * @param cosigned whether a witness of that name cosigned
   */
  boolean isReached(Predicate<String> cosigned);

  /** No witness is asked for. */
  record None() implements Quorum {
    @Override
    public boolean isReached(Predicate<String> cosigned) {
      return true;
    }
  }

  /** One witness, by its name in the policy. */
  record OneWitness(String name) implements Quorum {
    @Override
    public boolean isReached(Predicate<String> cosigned) {
      return cosigned.test(name);
    }
  }

  /** So many of several; no member is in two groups. */
  record Group(int needed, List<Quorum> members) implements Quorum {
    public Group {
      members = List.copyOf(members);
    }

    @Override
    public boolean isReached(Predicate<String> cosigned) {
      return members.stream().filter(member -> member.isReached(cosigned)).count() >= needed;
    }
  }
}
