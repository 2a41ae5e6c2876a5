package example.ebs.csi.kubernetes;

/**
 * Which object, and as of when.
 *
 * @param uid tells it from another one that had, or will have, its name
 * @param resourceVersion opaque; every change makes another
 */
public record ObjectVersion(String name, String uid, String resourceVersion) {}
