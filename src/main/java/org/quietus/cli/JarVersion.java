package org.quietus.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version of the jar. */
final class JarVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(JarVersion.class.getPackage().getImplementationVersion())
            .orElse("(not run from its jar)");
    return new String[] {"Quietus " + version};
  }
}
