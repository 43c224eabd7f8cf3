package org.quietus.certificate.seal;

import java.nio.file.Path;
import java.util.List;
import org.quietus.certificate.seal.SigningKeys.Use;

/**
 * Where the keys of a job are.
 *
 * @param passphrase of the private keys in the directory
 * @param signer the program that signs certificates, and its arguments; empty if a file holds the
 *     key
 */
public record JobKeys(Path directory, Passphrase passphrase, List<String> signer) {
  public JobKeys {
    signer = List.copyOf(signer);
  }

  /**
   * The key of a use.
   *
   * @throws KeyRefused if it cannot be used
   */
  public SigningKeys of(Use use) {
    return use == Use.CERTIFICATES && !signer.isEmpty()
        ? SigningKeys.external(directory, use, signer)
        : SigningKeys.load(directory, use, passphrase);
  }
}
