package example.ebs.command;

import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;

/** Where a driver is served. */
record DriverSocket(DriverIdentity driver, Endpoint endpoint) {}
