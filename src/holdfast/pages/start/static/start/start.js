// Offers the time zone of this device, where nobody has chosen one yet.
const zone = document.querySelector('[data-zone]');
if (zone && zone.value === zone.defaultValue && zone.value === 'UTC') {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
