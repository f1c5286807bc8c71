# Sourced. docker.io/library/nginx: listens on 80, logs to the container's streams, has a shell.

build_nginx() {
  local reference=$1 root=$scratch/root-nginx packages=$scratch/nginx
  unpack bookworm "$packages" nginx nginx-common
  busybox_root "$root"
  base_root "$root"
  shared_libraries "$root" libc6 libcrypt1 libpcre2-8-0 libssl3 zlib1g
  mkdir -p "$root"/{etc/nginx/conf.d,run,usr/sbin,usr/share/nginx/html,var/cache/nginx,var/lib/nginx,var/log/nginx}
  install -m 0755 "$packages/usr/sbin/nginx" "$root/usr/sbin/nginx"
  install -m 0644 "$packages/etc/nginx/mime.types" "$packages/etc/nginx/fastcgi_params" -t "$root/etc/nginx"
  ln -s /dev/stdout "$root/var/log/nginx/access.log"
  ln -s /dev/stderr "$root/var/log/nginx/error.log"
  echo 'nginx:x:101:101:nginx user:/nonexistent:/bin/false' >>"$root/etc/passwd"
  echo 'nginx:x:101:' >>"$root/etc/group"
  nginx_configuration "$root"
  welcome_page >"$root/usr/share/nginx/html/index.html"
  import_root "$root" "$reference" 'CMD ["nginx", "-g", "daemon off;"]' 'EXPOSE 80' 'STOPSIGNAL SIGQUIT' \
    'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' "$(origin nginx "$(package_version bookworm nginx)")"
}

# A file in conf.d, as the official image has it: mounting a ConfigMap over that folder is how people configure it.
nginx_configuration() {
  cat >"$1/etc/nginx/nginx.conf" <<'NGINX'
user  nginx;
worker_processes  auto;
error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;

events {
    worker_connections  512;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
    access_log  /var/log/nginx/access.log  main;
    sendfile           on;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
NGINX
  cat >"$1/etc/nginx/conf.d/default.conf" <<'NGINX'
server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }
}
NGINX
}

welcome_page() {
  cat <<'PAGE'
<!DOCTYPE html>
<html>
<head><title>Welcome to nginx!</title></head>
<body>
<h1>Welcome to nginx!</h1>
<p>This nginx runs as a pod of a Frankenetes cluster.</p>
</body>
</html>
PAGE
}
