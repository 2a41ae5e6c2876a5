package example.ebs.provisioner;

import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.event.Events;

/** What all loops stand on. */
record Foundation(Cluster cluster, DriverNames names, Events events, Waiting waiting) {}
