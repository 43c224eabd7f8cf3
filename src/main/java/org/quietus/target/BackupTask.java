package org.quietus.target;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.quietus.request.SealingKey;

/**
 * What a run asks of the backups of one database.
 *
 * @param asOf the moment that {@code keep} is counted back from
 * @param token the fencing token, for the ledger
 * @param persons whose rows go; those that the identifiers did not single out, or that are held,
 *     are left out; of those of other databases only what was filed
 * @param erased who else is taken out of what turns up later
 * @param others whether somebody else has what a person was identified by
 * @param named objects whose rows are gone
 * @param naming whether a row still names an object of a set
 * @param notices which request each of some notices is about, as far as they are known
 * @param holds what must not be removed with an object
 * @param steps the number under which the ledger counts what expires, by set
 * @param key seals what the journal holds of objects
 * @param stopping whether no further object may be begun
 * @param notes takes what a person should know
 */
public record BackupTask(
    String database,
    String run,
    Instant asOf,
    long token,
    List<Sought> persons,
    ErasedBefore erased,
    Others others,
    NamedObjects named,
    Naming naming,
    Function<Collection<String>, Map<String, String>> notices,
    HeldBackups holds,
    Map<String, Integer> steps,
    Fenced fenced,
    ChunkRecorder ledger,
    SealingKey key,
    BooleanSupplier stopping,
    Consumer<String> notes) {

  public BackupTask {
    persons = List.copyOf(persons);
  }

  /** The persons whose rows are in the database itself. */
  public List<Sought> own() {
    return persons.stream().filter(this::isOwn).toList();
  }

  /** Whether a person's rows are in the database itself. */
  public boolean isOwn(Sought person) {
    return person.step().database().equals(database);
  }

  /** The same for copies that hold nothing of what is filed. */
  public BackupTask withoutFiled() {
    return new BackupTask(
        database, run, asOf, token, own(), erased, others, named, naming, notices, holds, steps,
        fenced, ledger, key, stopping, notes);
  }

  /** Tells what rows name objects of a set. */
  public interface Naming {
    /** Whether any row has one of some spellings of a key. */
    boolean isNamed(String set, List<String> spellings);

    /** Reads all the columns that name objects of the set. */
    void texts(String set, Consumer<String> each);
  }

  /**
   * Runs work in one transaction on the control schema, in which the token is checked first, and
   * beside the data of the database if that is elsewhere.
   */
  public interface Fenced {
    void transaction(Runnable work);

    /**
     * Does what no other thread may do or see half done meanwhile, nor while a transaction of
     * another is open; it may have transactions of its own.
     */
    default <T> T alone(Supplier<T> work) {
      return work.get();
    }
  }
}
