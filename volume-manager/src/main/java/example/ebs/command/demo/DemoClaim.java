package example.ebs.command.demo;

/**
 * What a person asks for.
 *
 * @param name under which Kubernetes asks the driver, {@code pvc-…}
 * @param filesystem ext4 or xfs
 */
public record DemoClaim(String name, long gibibytes, String filesystem) {}
