package example.ebs.emulator.device;

/** A volume as it is seen on one instance. */
public record Placement(String volumeId, String instanceId, String deviceName) {}
