import { mount } from 'svelte';

import '../shared/base.css';
import App from './App.svelte';
import { startWorker } from './update.svelte';

const target = document.getElementById('app');
if (target) mount(App, { target });
if (import.meta.env.PROD) startWorker();
