@org.jspecify.annotations.NullMarked
package example.ebs.provisioner.local;
