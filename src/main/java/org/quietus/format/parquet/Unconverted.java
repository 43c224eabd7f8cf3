package org.quietus.format.parquet;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Stands where readers of columns ask for converters, which are never used. */
final class Unconverted extends GroupConverter {
  static final GroupConverter GROUP = new Unconverted();

  /** A value's that says to be a group's too, for it is not asked which of them it is. */
  private static final PrimitiveConverter VALUE =
      new PrimitiveConverter() {
        @Override
        public GroupConverter asGroupConverter() {
          return GROUP;
        }

        @Override
        public boolean hasDictionarySupport() {
          return true; // so that a reader knows the number of a value in its dictionary
        }

        @Override
        public void setDictionary(Dictionary dictionary) {}
      };

  private Unconverted() {}

  @Override
  public Converter getConverter(int field) {
    return VALUE;
  }

  @Override
  public void start() {}

  @Override
  public void end() {}
}
