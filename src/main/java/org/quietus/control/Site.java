package org.quietus.control;

import org.quietus.catalog.Catalog;
import org.quietus.hold.LegalHolds;
import org.quietus.target.Target;

/** One database of a job, connected, with the control schema beside its data. */
public record Site(Catalog catalog, Target target, Control control) {

  /** The job file's name for the database. */
  public String name() {
    return target.name();
  }

  /** The holds on its tables. */
  public LegalHolds legalHolds() {
    return control.legalHolds(target.schema());
  }

  /** By its name: who looks a database up does not go through all its columns. */
  @Override
  public int hashCode() {
    return name().hashCode();
  }

  Site withControl(Control other) {
    return new Site(catalog, target, other);
  }
}
