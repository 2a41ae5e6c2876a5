/** Ids, sizes, capabilities and travelling maps: validated once, then passed around as types. */
@NullMarked
package example.ebs.csi.model;

import org.jspecify.annotations.NullMarked;
