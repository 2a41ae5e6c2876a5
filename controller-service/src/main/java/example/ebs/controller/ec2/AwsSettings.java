package example.ebs.controller.ec2;

import example.ebs.csi.server.HttpAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * What the environment tells the AWS SDK, looked at before anything is begun: the SDK takes what it
 * does not understand for missing, or ends with a stack trace.
 *
 * <p>But for a missing region nothing is asked of a network here, so credentials that are a
 * server's to give are not looked for.
 *
 * @param environment the variables
 * @param profiles whether the SDK's files have a profile of that name; throws what the SDK says of
 *     a file that it cannot read
 */
public record AwsSettings(Map<String, String> environment, Predicate<String> profiles) {
  private static final String REGION = "AWS_REGION";
  private static final String DEFAULT_REGION = "AWS_DEFAULT_REGION";
  private static final String KEY = "AWS_ACCESS_KEY_ID";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
  private static final String PROFILE = "AWS_PROFILE";
  private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
  private static final String ROLE = "AWS_ROLE_ARN";

  private static final List<String> ADDRESSES =
      List.of(
          "AWS_ENDPOINT_URL_EC2",
          "AWS_ENDPOINT_URL",
          "AWS_ENDPOINT_URL_STS",
          "AWS_EC2_METADATA_SERVICE_ENDPOINT",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI");

  /** Empty, these say that there is none. */
  private static final List<String> PROXIES =
      List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy");

  private static final List<String> TOKEN_FILES =
      List.of(TOKEN_FILE, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");

  private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public AwsSettings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static AwsSettings ofProcess() {
    return new AwsSettings(
        System.getenv(), name -> ProfileFile.defaultProfileFile().profile(name).isPresent());
  }

  /**
   * Reads the name of a region; whether there is such a region is for AWS to say.
   *
   * @throws IllegalArgumentException with a message for the person who wrote it
   */
  public static String regionName(String text) {
    if (!REGION_NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not the name of a region such as eu-central-1".formatted(text));
    }
    return text;
  }

  /** The region where the SDK's own variable has none; the SDK does not know this one. */
  public Optional<String> defaultRegion() {
    return given(REGION).isPresent() ? Optional.empty() : given(DEFAULT_REGION);
  }

  /**
   * That there is no region, in words that begin with its variable. To be asked where nothing else
   * names one and no variable is wrong: the SDK looks into its files, and then asks the machine's
   * metadata.
   */
  public static Optional<String> missingRegion() {
    try {
      var _ = DefaultAwsRegionProviderChain.builder().build().getRegion();
      return Optional.empty();
    } catch (SdkClientException | IllegalArgumentException nowhere) {
      return Optional.of(
          "%s: is missing, and EC2 needs a region; set it or %s, give --region, or write a region into the AWS profile"
              .formatted(REGION, DEFAULT_REGION));
    }
  }

  /** EC2's address, where the environment gives one that can be read. */
  public Optional<URI> endpoint() {
    return Stream.of("AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL")
        .flatMap(name -> given(name).stream())
        .findFirst()
        .filter(value -> address("", Optional.of(value)).isEmpty())
        .map(URI::create);
  }

  /** What is wrong, one line for each variable, which it begins with. */
  public List<String> problems() {
    return Stream.of(
            ADDRESSES.stream().flatMap(name -> address(name, set(name)).stream()),
            PROXIES.stream().flatMap(name -> address(name, given(name)).stream()),
            Stream.of(REGION, DEFAULT_REGION).flatMap(name -> region(name).stream()),
            TOKEN_FILES.stream().flatMap(name -> file(name).stream()),
            Stream.of(both(KEY, SECRET), both(SECRET, KEY), both(TOKEN_FILE, ROLE), profile())
                .flatMap(Optional::stream))
        .flatMap(each -> each)
        .toList();
  }

  private static Optional<String> address(String name, Optional<String> value) {
    try {
      value.ifPresent(HttpAddress::parse);
      return Optional.empty();
    } catch (IllegalArgumentException refused) {
      return Optional.of("%s: %s; correct it, or unset it".formatted(name, refused.getMessage()));
    }
  }

  private Optional<String> region(String name) {
    try {
      given(name).ifPresent(AwsSettings::regionName);
      return Optional.empty();
    } catch (IllegalArgumentException refused) {
      return Optional.of(name + ": " + refused.getMessage());
    }
  }

  private Optional<String> file(String name) {
    return given(name)
        .filter(value -> !Files.isReadable(Path.of(value)))
        .map(value -> "%s: the file %s does not exist or cannot be read".formatted(name, value));
  }

  /** The SDK passes over the half of a pair, and says only that it found no credentials. */
  private Optional<String> both(String one, String other) {
    return given(one).isPresent() && given(other).isEmpty()
        ? Optional.of("%s: is missing, and %s is set; set both or neither".formatted(other, one))
        : Optional.empty();
  }

  private Optional<String> profile() {
    try {
      return given(PROFILE)
          .filter(name -> !profiles.test(name))
          .map(
              name ->
                  "%s: there is no profile '%s' in the AWS configuration and credentials files"
                      .formatted(PROFILE, name));
    } catch (SdkClientException | IllegalArgumentException unreadable) {
      return Optional.of(PROFILE + ": " + unreadable.getMessage());
    }
  }

  private Optional<String> set(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  private Optional<String> given(String name) {
    return set(name).filter(value -> !value.isBlank());
  }
}
