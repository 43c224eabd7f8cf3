package org.quietus.objectstore.s3;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.StoreException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * What requests to a bucket are signed with: an access key, what the SDK finds, or those of a role
 * that is assumed with either. A role's are asked for with the first request, and anew before they
 * expire.
 */
final class S3Credentials implements AutoCloseable {
  private final AwsCredentialsProvider provider;
  private final @Nullable StsClient tokens;
  private final @Nullable StsAssumeRoleCredentialsProvider assuming;

  S3Credentials(S3Settings settings) {
    AwsCredentialsProvider own = own(settings);
    if (settings.role().isEmpty()) {
      provider = own;
      tokens = null;
      assuming = null;
      return;
    }
    AssumedRole role = settings.role().get();
    StsClient client = client(settings, role, own);
    StsAssumeRoleCredentialsProvider renewed =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(client)
            .refreshRequest(
                r ->
                    r.roleArn(role.arn())
                        .externalId(role.externalId().orElse(null))
                        .roleSessionName(role.session()))
            .build();
    String server = role.endpoint().map(S3Connection::server).orElse("Amazon's STS");
    provider = () -> assumed(renewed, server);
    tokens = client;
    assuming = renewed;
  }

  AwsCredentialsProvider provider() {
    return provider;
  }

  private static AwsCredentials assumed(AwsCredentialsProvider role, String server) {
    try {
      return role.resolveCredentials();
    } catch (SdkException e) {
      StoreException failure = S3Failures.of("AssumeRole", server, e);
      throw failure instanceof StoreException.Unreachable
          ? failure
          : new StoreException.Denied(
              failure.getMessage() + "; check 'role', whom it trusts, and 'external-id'");
    }
  }

  private static StsClient client(
      S3Settings settings, AssumedRole role, AwsCredentialsProvider own) {
    StsClientBuilder builder =
        StsClient.builder()
            .httpClientBuilder(
                ApacheHttpClient.builder()
                    .connectionTimeout(settings.limits().timeout())
                    .socketTimeout(settings.limits().timeout()))
            .overrideConfiguration(
                c ->
                    c.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new S3WebPages()))
            .credentialsProvider(own);
    settings.region().map(Region::of).ifPresent(builder::region);
    Optional<URI> endpoint = role.endpoint();
    if (endpoint.isPresent()) {
      builder
          .endpointOverride(endpoint.get())
          .region(Region.of(settings.region().orElse("us-east-1")));
    }
    try {
      return builder.build();
    } catch (SdkException e) {
      throw new StoreException.Refused("no region is configured for S3; set AWS_REGION");
    }
  }

  private static AwsCredentialsProvider own(S3Settings settings) {
    if (settings.credentials().isPresent()) {
      return StaticCredentialsProvider.create(credentials(settings.credentials().get()));
    }
    AwsCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    try {
      chain.resolveCredentials();
      return chain;
    } catch (SdkException e) {
      throw new StoreException.Denied(
          "no credentials for S3 were found; set e.g. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
  }

  private static AwsCredentials credentials(Credentials own) {
    Optional<String> token = own.sessionToken();
    return token.isPresent()
        ? AwsSessionCredentials.create(own.accessKey(), own.secretKey(), token.get())
        : AwsBasicCredentials.create(own.accessKey(), own.secretKey());
  }

  @Override
  public void close() {
    if (assuming != null) {
      assuming.close();
    }
    if (tokens != null) {
      tokens.close();
    }
  }
}
