# Sourced. docker.io/library/busybox.

build_busybox() {
  local reference=$1 root=$scratch/root-busybox
  busybox_root "$root"
  mkdir -p "$root"/{etc,home,root,tmp,usr/bin,usr/sbin,var/spool/mail,var/www}
  chmod 1777 "$root/tmp"
  ln -s ../../bin/env "$root/usr/bin/env"
  printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'www-data:x:33:33:www-data:/var/www:/bin/false' 'nobody:x:65534:65534:nobody:/home:/bin/false' >"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'www-data:x:33:' 'nobody:x:65534:' >"$root/etc/group"
  import_root "$root" "$reference" 'CMD ["sh"]' "$(origin busybox "$(package_version bookworm busybox-static)")"
}
